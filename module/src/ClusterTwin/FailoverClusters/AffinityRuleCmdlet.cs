using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.FailoverClusters;
using ClusterTwin.Views;

namespace ClusterTwin;

/// <summary>What the stand-ins for affinity rules share: finding rules and emitting them.</summary>
public abstract class AffinityRuleCmdlet : ClusterSessionCmdlet
{
    /// <summary>The rules of these names; says of each that is missing that it is; all where none is named.</summary>
    internal List<AffinityRuleView> Named(string[]? names)
    {
        List<AffinityRuleView> all = TwinContext.ReadList(Context.Call("affinityRules"), AffinityRuleView.Read);
        if (names is null)
        {
            return all;
        }

        var found = new List<AffinityRuleView>();
        foreach (string name in names)
        {
            List<AffinityRuleView> some = NamePattern.Select(all, name, view => view.Name);
            if (some.Count == 0 && !NamePattern.IsPattern(name))
            {
                const string Detail = "The affinity rule could not be found.";
                WriteError(ClusterErrors.NotFound(CmdletName, Doing, name, Detail, 5013));
            }

            found.AddRange(some.Where(view => !found.Contains(view)));
        }

        return found;
    }

    /// <summary>The rules that a call passes, else those that it names.</summary>
    internal List<AffinityRuleView> Passed(TwinInstance[]? passed, string[]? names) =>
        passed is null ? Named(names) : Named([.. passed.OfType<AffinityRuleInstance>().Select(rule => rule.Name)]);

    /// <summary>Changes each rule, and emits it where that is asked for.</summary>
    internal void ChangeEach(TwinInstance[]? passed, string[]? names, bool emit, Action<string> change)
    {
        foreach (AffinityRuleView rule in Passed(passed, names))
        {
            if (Attempt(rule.Name, () => change(rule.Name)) && emit)
            {
                WriteRules(Named([rule.Name]));
            }
        }
    }

    /// <summary>Emits rules.</summary>
    internal void WriteRules(IEnumerable<AffinityRuleView> rules) =>
        WriteObject(rules.Select(view => new AffinityRuleInstance(Context, view).ToPSObject()), true);
}

using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.FailoverClusters;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterGroupSet</c>: sets of roles that start in order.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterGroupSet", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_GroupSet")]
public sealed class GetClusterGroupSetCommand : ClusterSessionCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GroupSetNames))]
    public string[]? Name { get; set; }

    /// <summary>Whether they come before every other set.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    public bool[]? IsGlobal { get; set; }

    internal override string Doing => "reading the group sets of";

    internal override void AnswerInCluster()
    {
        List<GroupSetView> all = TwinContext.ReadList(Context.Call("groupSets"), GroupSetView.Read);
        IEnumerable<GroupSetView> named = Name is null
            ? all
            : Name.SelectMany(name => NamePattern.Select(all, name, view => view.Name)).Distinct();
        WriteObject(
            named.Select(view => new GroupSetInstance(Context, view))
                .Where(set => IsGlobal is null || IsGlobal.Contains(set.IsGlobal))
                .Select(set => set.ToPSObject()),
            true);
    }
}

using System.Management.Automation;
using System.Text.Json;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>The guarded cmdlets have the parameter sets of their originals.</summary>
public sealed class GuardedParameterTests
{
    /// <summary>
    /// Types that belong to Microsoft's assembly: the guarded cmdlets take the words, which the original converts.
    /// </summary>
    private static readonly string[] TakenAsText =
    [
        "Microsoft.FailoverClusters.PowerShell.NodeType",
        "Microsoft.FailoverClusters.PowerShell.ResumeClusterNodeFailbackType",
    ];

    public static TheoryData<string, string> Pairs => new()
    {
        { "Suspend-GuardedClusterNode", "Suspend-ClusterNode" },
        { "Resume-GuardedClusterNode", "Resume-ClusterNode" },
        { "Remove-GuardedClusterNode", "Remove-ClusterNode" },
        { "Add-GuardedClusterNode", "Add-ClusterNode" },
        { "Update-GuardedClusterFunctionalLevel", "Update-ClusterFunctionalLevel" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_guarded_cmdlet_has_the_parameters_of_its_original(string guarded, string original)
    {
        using ModuleSession session = new();
        CmdletInfo ours = Assert.IsType<CmdletInfo>(
            Assert.Single(session.Succeed("param($Name) Get-Command $Name", guarded)).BaseObject);
        JsonElement table = Tables.Cmdlets("FailoverClusters")[original];
        CmdletAttribute attribute =
            (CmdletAttribute)ours.ImplementingType.GetCustomAttributes(typeof(CmdletAttribute), false)[0];

        Assert.Equal(table.GetProperty("default").GetString(), ours.DefaultParameterSet);
        Assert.Equal(table.GetProperty("shouldProcess").GetBoolean(), attribute.SupportsShouldProcess);
        if (table.TryGetProperty("confirmImpact", out JsonElement impact))
        {
            Assert.Equal(impact.GetString(), attribute.ConfirmImpact.ToString());
        }

        Dictionary<string, JsonElement> sets = Tables.Members(table.GetProperty("sets"));
        Assert.Equal(sets.Keys, ours.ParameterSets.Select(set => set.Name));
        foreach (CommandParameterSetInfo set in ours.ParameterSets)
        {
            Assert.Empty(Differences(set, Tables.Members(sets[set.Name])));
        }
    }

    private static IEnumerable<string> Differences(CommandParameterSetInfo set, Dictionary<string, JsonElement> table)
    {
        Dictionary<string, CommandParameterInfo> ours = set.Parameters
            .Where(one => !Cmdlet.CommonParameters.Contains(one.Name))
            .ToDictionary(one => one.Name);
        foreach (string name in table.Keys.Except(ours.Keys).Concat(ours.Keys.Except(table.Keys)))
        {
            yield return $"-{name} is on one side only";
        }

        foreach (string name in ours.Keys.Intersect(table.Keys))
        {
            ParameterFacts wanted = ParameterFacts.Parse(table[name].GetString()!);
            bool asText = TakenAsText.Contains(wanted.Type) && ours[name].ParameterType == typeof(string);
            if (!asText && !TypeNames.Matches(wanted.Type, ours[name].ParameterType, documented: false))
            {
                yield return $"-{name} is a {ours[name].ParameterType} instead of {wanted.Type}";
            }

            foreach (string text in ParameterFacts.Of(ours[name]).Differences(wanted))
            {
                yield return $"-{name} {text}";
            }
        }
    }
}

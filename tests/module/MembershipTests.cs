using System.Management.Automation;
using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Machines that join first and nodes that leave for good, as parameters.</summary>
public sealed class MembershipTests
{
    private const string Scenario = "contoso-2012r2";

    [Fact]
    public void A_replacement_that_joins_first_is_planned_and_run_so()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        string[] later = Tasks(session, "New-RollingUpgradePlan 2016");
        Assert.True(Array.IndexOf(later, "evictNode CONTOSO-HV04") < Array.IndexOf(later, "addNode CONTOSO-HV05"));
        string[] first = Tasks(session, "New-RollingUpgradePlan 2016 -ReplacementsJoinFirst");
        Assert.True(Array.IndexOf(first, "addNode CONTOSO-HV05") < Array.IndexOf(first, "pauseNode CONTOSO-HV04"));

        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade 2016 -ReplacementsJoinFirst"));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
        string[] members = session.Texts("FailoverClusters\\Get-ClusterNode | ForEach-Object Name");
        Assert.Contains("CONTOSO-HV05", members);
        Assert.DoesNotContain("CONTOSO-HV04", members);
    }

    [Fact]
    public void Nodes_that_come_and_go_reach_the_policy_of_both_cmdlets()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        string[] tasks = Tasks(session, "New-RollingUpgradePlan 2016 -RetiredNode CONTOSO-HV03");
        Assert.Contains("evictNode CONTOSO-HV03", tasks);
        Assert.DoesNotContain("addNode CONTOSO-HV03", tasks);
        foreach ((string choice, string part) in new[]
        {
            ("-SpareNode CONTOSO-HV05", "spareNodes[0]"),
            ("-TemporaryNode CONTOSO-HV05", "temporaryNodes[0]"),
            ("-RetiredNode CONTOSO-HV04", "retiredNodes[0]"),
        })
        {
            foreach (string command in new[] { "New-RollingUpgradePlan", "Invoke-RollingUpgrade" })
            {
                session.Run($"{command} 2016 {choice}");
                ErrorRecord error = Assert.Single(session.Errors);
                Assert.StartsWith("PlanInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
                Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Machines_that_stand_ready_are_completed()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        string[] found = session.Texts(
            """
            foreach ($parameter in 'SpareNode', 'TemporaryNode', 'RetiredNode') {
                $line = "New-RollingUpgradePlan 2016 -$parameter CON"
                [Management.Automation.CommandCompletion]::CompleteInput(
                    $line, $line.Length, $null).CompletionMatches[0].CompletionText
            }
            """);
        Assert.Equal(["CONTOSO-HV05", "CONTOSO-HV05", "CONTOSO-HV01"], found);
    }

    /// <summary>The tasks of a plan that are about a node, in their order.</summary>
    private static string[] Tasks(ModuleSession session, string command)
    {
        string text = Assert.Single(session.Texts($"({command}).ToJson()"));
        return JsonNode.Parse(text)!["steps"]!.AsArray()
            .Select(step => step!["task"]!)
            .Select(task => $"{task["kind"]} {task["node"] ?? task["machine"]}")
            .ToArray();
    }
}

using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Who takes responsibility for a rule, or states what no inventory shows, is kept: in plan and journal.
/// </summary>
public sealed class ResponsibilityTests
{
    private const string Rule = "DRN-13";
    private const string Reason = "it is a test machine and may stop";
    private static string Who { get; } = $"{Environment.UserDomainName}\\{Environment.UserName}";

    [Fact]
    public void An_acknowledged_block_stays_visible_with_who_and_why()
    {
        using ModuleSession session = WithAMachineOutside();
        PSObject before = Assert.Single(session.Succeed($"Test-RollingUpgrade 2022 -Rule {Rule}"));
        Assert.True((bool)before.Properties["Refuses"].Value);
        session.Run("New-RollingUpgradePlan 2022");
        Assert.StartsWith(
            "PreflightFailed,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

        PSObject after = Assert.Single(session.Succeed(
            $"Test-RollingUpgrade 2022 -Rule {Rule} -Acknowledge {Rule} -Reason '{Reason}'"));
        Assert.Equal("Block", after.Properties["Severity"].Value.ToString());
        Assert.Equal("acknowledged", after.Properties["Outcome"].Value);
        Assert.Equal(before.Properties["Message"].Value, after.Properties["Message"].Value);
        Assert.Equal(Reason, after.Properties["AcknowledgedReason"].Value);
        Assert.Equal(Who, after.Properties["AcknowledgedBy"].Value);
        Assert.IsType<DateTimeOffset>(after.Properties["AcknowledgedAt"].Value);
        Assert.Equal(
            ["True"],
            session.Texts($"Test-RollingUpgrade 2022 -Quiet -Acknowledge {Rule} -Reason '{Reason}'"));
    }

    [Fact]
    public void The_table_says_what_is_acknowledged_and_what_is_unknown()
    {
        using ModuleSession session = WithAMachineOutside();
        string script = session.Write("table.ps1", Encoding.UTF8.GetBytes(
            $$"""
            param([string] $Module, [string] $Folder)
            Import-Module $Module
            Test-RollingUpgrade 2022 -Path "$Folder/outside.json" -Rule {{Rule}}, ATT-01 `
                -Acknowledge {{Rule}} -Reason '{{Reason}}'
            """));
        (int exitCode, string output) = OtherProcess.RunFile(
            script, "-Module", StagedModule.Folder, "-Folder", session.Folder);
        Assert.True(exitCode == 0, output);
        // The table wraps its lines where the column ends.
        string joined = string.Concat(output.Where(character => !char.IsWhiteSpace(character)));
        Assert.Contains($"[acknowledgedby{Who}:{Reason.Replace(" ", string.Empty)}]1VM", joined);
        Assert.Contains("[unknown]Nobodystatesit:", joined, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acknowledgement_without_a_reason_is_refused()
    {
        using ModuleSession session = WithAMachineOutside();
        string[] commands = ["Test-RollingUpgrade 2022", "New-RollingUpgradePlan 2022", "Enable-ClusterGuard"];
        foreach (string command in commands)
        {
            Assert.Empty(session.Run($"{command} -Acknowledge {Rule}"));
            ErrorRecord error = Assert.Single(session.Errors);
            Assert.StartsWith("RequestInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("-Reason", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_people_stand_for_lands_in_the_plan_and_in_the_journal()
    {
        using ModuleSession session = WithAMachineOutside();
        session.Succeed(
            $$"""
            $global:plan = New-RollingUpgradePlan 2022 -Acknowledge {{Rule}} -Reason '{{Reason}}' -Attest @{
                change = 'CHG-4711, approved'; agents = 'asked their makers'
            }
            """);
        JsonNode plan = JsonNode.Parse(Assert.Single(session.Texts("$plan.ToJson()")))!;
        IsKept(plan["policy"]!);
        JsonNode finding = Assert.Single(
            plan["findings"]!.AsArray(), one => (string?)one!["rule"] == Rule)!;
        Assert.Equal("acknowledged", (string?)finding["outcome"]);
        Assert.Equal("block", (string?)finding["severity"]);
        Assert.Equal(Who, (string?)finding["acknowledged"]!["by"]);

        session.Succeed(
            """
            $null = Invoke-RollingUpgrade -Plan $plan
            $null = Invoke-RollingUpgrade -Resume -Commit -Attest @{ backup = 'restored in the laboratory' }
            $null = Export-RollingUpgradeJournal ./journal.jsonl
            """);
        string[] story = session.Texts("(Get-RollingUpgrade -Detailed).Lines | ForEach-Object Text");
        Assert.Contains(
            story,
            line => line.StartsWith($"{Rule} is acknowledged by {Who} at ", StringComparison.Ordinal)
                && line.Contains(Reason, StringComparison.Ordinal));
        JsonNode[] journal = [.. File.ReadLines(Path.Combine(session.Folder, "journal.jsonl"))
            .Select(line => JsonNode.Parse(line)!)];
        JsonNode kept = Assert.Single(journal, line => line["plan"] is not null);
        IsKept(kept["plan"]!["policy"]!);
        // What was stated when the run went on is in the journal, too, with who said so and when.
        string text = File.ReadAllText(Path.Combine(session.Folder, "journal.jsonl"));
        Assert.Contains("restored in the laboratory", text, StringComparison.Ordinal);
    }

    private static void IsKept(JsonNode policy)
    {
        JsonNode acknowledgement = Assert.Single(policy["acknowledgements"]!.AsArray())!;
        Assert.Equal(Rule, (string?)acknowledgement["rule"]);
        Assert.Equal(Reason, (string?)acknowledgement["reason"]);
        IsSigned(acknowledgement);
        JsonArray attestations = policy["attestations"]!.AsArray();
        Assert.Equal(["agents", "change"], attestations.Select(one => (string)one!["topic"]!));
        Assert.Equal("CHG-4711, approved", (string?)attestations[1]!["statement"]);
        Assert.All(attestations, one => IsSigned(one!));
    }

    private static void IsSigned(JsonNode said)
    {
        Assert.Equal(Who, (string?)said["by"]);
        Assert.True(DateTimeOffset.TryParse((string?)said["at"], out _));
    }

    /// <summary>A cluster with a virtual machine on a node that is no role: BLOCK until somebody decides.</summary>
    private static ModuleSession WithAMachineOutside()
    {
        ModuleSession session = new();
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        inventory["nodes"]![0]!["machine"]!["unclusteredVirtualMachines"] = new JsonArray("scratch");
        session.Write("outside.json", Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        session.Succeed("Enter-ClusterTwin (New-ClusterTwin ./outside.json -Seed 1) -Scope Runspace");
        return session;
    }
}

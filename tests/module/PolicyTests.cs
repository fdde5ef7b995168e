using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Module.Tests;

/// <summary>A policy in a file: its numbers and severities act, the call goes before it, and a slip is named.</summary>
public sealed class PolicyTests
{
    private const string Scenario = "cluster01-2019";

    [Fact]
    public void A_table_of_fields_is_a_policy_and_a_slip_in_it_is_named()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        Assert.NotEmpty(session.Succeed("New-RollingUpgradePlan 2022 -Policy @{}"));
        Assert.Equal(
            ["0", "1"],
            session.Texts(
                "@{ SoakSeconds = 0 }, @{ soakSeconds = 7200; canaryVirtualMachines = 1 } | ForEach-Object { "
                + "@((New-RollingUpgradePlan 2022 -Policy $_).Steps | Where-Object Action -like '*oak*').Count }"));
        session.Run("New-RollingUpgradePlan 2022 -Policy @{ soakSecond = 0 }");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("UnknownField,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("soakSeconds", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_severities_of_a_policy_act()
    {
        using ModuleSession session = Session(
            """
            # What we ask of our clusters.
            heartbeatThreshold: 40
            raisedRules:
              - { rule: FLD-06, severity: block }
            """);
        Assert.Empty(session.Texts("Test-RollingUpgrade 2022 -Rule FLD-06"));
        PSObject finding = Assert.Single(
            session.Succeed("Test-RollingUpgrade 2022 -Rule FLD-06 -Policy ./policy.yaml"));
        Assert.Equal("Block", finding.Properties["Severity"].Value.ToString());
        Assert.Contains("the policy asks for 40", (string)finding.Properties["Message"].Value);
        Assert.Equal(
            ["True", "False"],
            session.Texts("Test-RollingUpgrade 2022 -Quiet; Test-RollingUpgrade 2022 -Quiet -Policy ./policy.yaml"));

        foreach (string command in new[]
        {
            "New-RollingUpgradePlan 2022 -Policy ./policy.yaml",
            "Invoke-RollingUpgrade 2022 -Policy ./policy.yaml",
            "New-RollingUpgradePlan 2022 -Policy @{ HeartbeatThreshold = 40; raisedRules = @(@{ rule = 'FLD-06'; "
                + "severity = 'block' }) }",
        })
        {
            session.Run(command);
            ErrorRecord error = Assert.Single(session.Errors);
            Assert.StartsWith("PreflightFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("FLD-06", error.ErrorDetails.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_call_says_goes_before_the_policy_and_the_rest_of_it_stays()
    {
        using ModuleSession session = Session(
            """
            { "hostReserveMiB": 8192, "drainTimeoutSeconds": 1234, "placement": "fewest",
              "acknowledgements": [ { "rule": "FLD-06", "reason": "from the file", "by": "board" } ],
              "attestations": [
                { "topic": "change", "statement": "CHG-1", "by": "board", "at": "2026-05-01T08:00:00Z" } ] }
            """);
        string text = Assert.Single(session.Texts(
            """
            $more = @{ Acknowledge = 'FLD-06'; Reason = 'from the call'; Attest = @{ agents = 'asked' } }
            (New-RollingUpgradePlan 2022 -Policy ./policy.yaml -HostReserveMiB 2048 @more).ToJson()
            """));
        JsonNode policy = JsonNode.Parse(text)!["policy"]!;
        Assert.Equal(2048, (int)policy["hostReserveMiB"]!);
        Assert.Equal(1234, (int)policy["drainTimeoutSeconds"]!);
        Assert.Equal("fewest", (string?)policy["placement"]);
        Assert.Equal(
            ["from the call", "from the file"],
            policy["acknowledgements"]!.AsArray().Select(one => (string)one!["reason"]!));
        Assert.Equal(
            ["agents", "change"], policy["attestations"]!.AsArray().Select(one => (string)one!["topic"]!));
    }

    [Fact]
    public void A_plan_and_a_run_take_the_same_choices()
    {
        using ModuleSession session = Session("{}");
        string[] policies = session.Texts(
            """
            $choices = @{
                Method = 'CleanEvict'; Placement = 'Restore'; Minimize = 'MiB'; HostReserveMiB = 2048
                RequireReserve = $true; CanaryCount = 1; SoakTime = '00:10:00'; MaxConcurrentNodes = 1
                StopAfterNode = 1; NodeOrder = 'Node2', 'Node1'; ReplacementsJoinFirst = $true
            }
            (New-RollingUpgradePlan 2022 @choices).ToJson()
            $message = (Invoke-RollingUpgrade 2022 @choices).Message
            $run = Get-RollingUpgrade -Detailed
            $run.Plan.ToJson()
            if ($run.PSTypeNames[0] -cne 'RollingUpgrade.RollingUpgradeRun#Detailed') { throw $run.PSTypeNames[0] }
            $left = 'Node1, Node3 of Cluster01 are left to a later run: Invoke-RollingUpgrade -TargetVersion 2022.*'
            if ($message -cnotlike $left) {
                throw $message
            }
            """).Select(plan => JsonNode.Parse(plan)!["policy"]!.ToJsonString()).ToArray();
        Assert.Equal(2, policies.Length);
        Assert.Equal(policies[0], policies[1]);
        foreach (string choice in new[]
        {
            "\"restore\"", "\"miB\"", "\"hostReserveMiB\":2048", "\"requireReserve\":true", "\"soakSeconds\":600",
            "\"canaryVirtualMachines\":1", "\"stopAfterNodes\":1", "[\"Node2\",\"Node1\"]",
            "\"replacementsJoinFirst\":true",
        })
        {
            Assert.Contains(choice, policies[0], StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("{\"retrys\":1}", "UnknownField", "retrys")]
    [InlineData("retries: -1", "FieldInvalid", "retries")]
    [InlineData("raisedRules: [{ rule: PRE-15, severity: fatal }]", "FieldInvalid", "raisedRules[0].severity")]
    [InlineData("{\"retries\":", "DocumentNotJson", null)]
    [InlineData("retries: [1", "DocumentNotYaml", null)]
    public void A_slip_in_a_policy_is_refused_with_its_place_before_anything_is_read(
        string policy, string id, string? subject)
    {
        using ModuleSession session = Session(policy);
        string before = Assert.Single(session.Texts("$twin.Revision"));
        foreach (string command in new[]
        {
            "Test-RollingUpgrade 2022", "New-RollingUpgradePlan 2022", "Invoke-RollingUpgrade 2022",
            "Update-RollingUpgradeVMVersion", "Enable-ClusterGuard",
        })
        {
            Assert.Empty(session.Run($"{command} -Policy ./policy.yaml"));
            ErrorRecord error = Assert.Single(session.Errors);
            Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
            Assert.Contains("line ", error.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.Equal(subject, error.TargetObject);
        }

        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
    }

    [Fact]
    public void Facts_that_are_older_than_the_policy_allows_are_read_again_before_each_step()
    {
        // An installation takes an hour: what was read before it is unknown by then, and unknown facts would block.
        using ModuleSession session = Session("factAgeSeconds: 1");
        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade 2022 -Policy ./policy.yaml"));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
    }

    [Fact]
    public void An_old_inventory_is_judged_by_the_age_that_the_policy_allows()
    {
        using ModuleSession session = Session("{}");
        session.Succeed("$null = Export-ClusterInventory ./cluster.json; Step-ClusterTwin -Seconds 1200");
        const string Check = "Test-RollingUpgrade 2022 -Path ./cluster.json -Quiet";
        Assert.Equal(["True"], session.Texts(Check));
        Assert.Equal(["False"], session.Texts($"{Check} -MaximumAge 00:15:00"));
        Assert.Equal(["True"], session.Texts($"{Check} -MaximumAge 00:30:00"));
    }

    [Fact]
    public void The_guard_asks_with_a_policy_until_it_is_disabled()
    {
        using ModuleSession session = Session("hostReserveMiB: 16777216");
        session.Succeed("Enable-ClusterGuard -Policy ./policy.yaml");
        session.Run("Suspend-ClusterNode -Name Node2 -Drain -Wait");
        ErrorRecord refusal = Assert.Single(session.Errors);
        Assert.Contains("CAP-", refusal.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        session.Succeed(
            """
            Disable-ClusterGuard
            Enable-ClusterGuard
            Suspend-ClusterNode -Name Node2 -Drain -Wait
            Disable-ClusterGuard
            """);
    }

    private static ModuleSession Session(string policy)
    {
        ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        session.Write("policy.yaml", Encoding.UTF8.GetBytes(policy));
        return session;
    }
}

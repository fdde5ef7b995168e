using System.Diagnostics;
using System.Management.Automation;
using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>The guard: what is safe goes on to the original, what is not is refused by name of the rule.</summary>
public sealed class GuardTests
{
    private const string Scenario = "contoso-2012r2";

    [Fact]
    public void A_whole_turn_of_a_node_goes_through()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        session.Succeed(
            """
            Suspend-GuardedClusterNode -Name CONTOSO-HV02 -Drain -Wait
            Remove-GuardedClusterNode -Name CONTOSO-HV02 -Force
            """);
        Assert.DoesNotContain("CONTOSO-HV02", session.Texts("Get-ClusterNode | ForEach-Object Name"));

        // The evicted machine is blank and does not answer: nobody knows what would join.
        session.Run("Add-GuardedClusterNode -Name CONTOSO-HV02");
        Assert.StartsWith(
            "VER-16,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        session.Succeed("Add-GuardedClusterNode -Name CONTOSO-HV05");
        Assert.Contains("CONTOSO-HV05", session.Texts("Get-ClusterNode | ForEach-Object Name"));

        // Of a member the cluster says so itself.
        session.Run("Add-GuardedClusterNode -Name CONTOSO-HV01");
        Assert.Contains(
            "is a member of the cluster already",
            Assert.Single(session.Errors).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_drain_puts_out_what_the_original_does_and_a_resume_too()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        string[] states = session.Texts(
            """
            (Get-ClusterNode -Name CONTOSO-HV02 | Suspend-GuardedClusterNode -Drain -Wait).State
            (Resume-GuardedClusterNode CONTOSO-HV02 NoFailback).State
            """);
        Assert.Equal(["Paused", "Up"], states);
    }

    [Fact]
    public void A_refusal_has_the_id_of_the_rule_its_remedy_and_all_findings()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        PauseOthers(session);
        string before = Assert.Single(session.Texts("$twin.Revision"));

        Assert.Empty(session.Run("Suspend-GuardedClusterNode -Name CONTOSO-HV01 -Drain"));

        ErrorRecord error = Assert.Single(session.Errors);
        object[] findings = Assert.IsAssignableFrom<object[]>(error.TargetObject);
        string first = findings[0].GetType().GetProperty("Rule")!.GetValue(findings[0])!.ToString()!;
        Assert.Equal(
            $"{first},RollingUpgrade.Commands.SuspendGuardedClusterNodeCommand", error.FullyQualifiedErrorId);
        Assert.Contains(findings, finding => finding.ToString()!.StartsWith("DRN-01 ", StringComparison.Ordinal));
        Assert.Contains(
            "Enable-ClusterGuard -Acknowledge", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_runbook_at_a_refusal()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        PauseOthers(session);
        Assert.Empty(session.Run("Suspend-GuardedClusterNode CONTOSO-HV01 -Drain -ErrorAction Stop; 'went on'"));
        Assert.Single(session.Errors);
        Assert.Empty(session.Run(
            "try { Suspend-GuardedClusterNode CONTOSO-HV01 -Drain -ErrorAction Stop; 'went on' } catch { }"));
    }

    [Fact]
    public void Disks_are_not_wiped()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("s2d-2022");
        string node = session.Texts("Get-ClusterNode | ForEach-Object Name")[0];
        session.Run("param($Node) Remove-GuardedClusterNode -Name $Node -CleanupDisks -Force", node);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Contains("EVC-11", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(node, session.Texts("Get-ClusterNode | ForEach-Object Name"));
    }

    [Fact]
    public void A_second_node_of_one_call_is_judged_as_if_the_first_had_gone()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Run("Suspend-GuardedClusterNode -Name Node1, Node2, Node3 -Drain");
        Assert.NotEmpty(session.Errors);
        Assert.All(session.Texts("Get-ClusterNode | ForEach-Object State"), state => Assert.Equal("Up", state));
    }

    [Fact]
    public void A_pause_without_a_drain_is_not_asked_about()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        PauseOthers(session);
        session.Succeed("Suspend-GuardedClusterNode -Name CONTOSO-HV01");
    }

    [Fact]
    public void WhatIf_and_Confirm_are_those_of_the_original()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        string before = Assert.Single(session.Texts("$twin.Revision"));
        Assert.Empty(session.Succeed("Suspend-GuardedClusterNode -Name CONTOSO-HV02 -Drain -WhatIf"));
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
        session.Succeed("Suspend-GuardedClusterNode -Name CONTOSO-HV02 -Drain -Wait -Confirm");
        Assert.Single(session.Host.Questions);
        Assert.Equal("Paused", Assert.Single(session.Texts("(Get-ClusterNode CONTOSO-HV02).State")));
    }

    [Fact]
    public void An_error_of_the_original_comes_through_once()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        session.Run("FailoverClusters\\Suspend-ClusterNode -Name nowhere -Drain");
        ErrorRecord original = Assert.Single(session.Errors);
        session.Run("Suspend-GuardedClusterNode -Name nowhere -Drain -ErrorVariable kept");
        ErrorRecord guarded = Assert.Single(session.Errors);
        Assert.Equal(original.FullyQualifiedErrorId, guarded.FullyQualifiedErrorId);
        Assert.Equal("1", Assert.Single(session.Texts("$kept.Count")));
    }

    [Fact]
    public void Where_the_guard_fails_it_refuses_and_names_the_original_and_a_resume_goes_on()
    {
        using ModuleSession session = new();
        session.Run("Suspend-GuardedClusterNode -Name n1 -Drain");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal(
            "GuardFailed,RollingUpgrade.Commands.SuspendGuardedClusterNodeCommand", error.FullyQualifiedErrorId);
        Assert.Contains(
            @"FailoverClusters\Suspend-ClusterNode", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        session.Run("Resume-GuardedClusterNode -Name n1");
        Assert.Contains(session.Warnings, line => line.Contains("never refused", StringComparison.Ordinal));
        Assert.DoesNotContain(
            session.Errors,
            one => one.FullyQualifiedErrorId.StartsWith("GuardFailed", StringComparison.Ordinal));
    }

    [Fact]
    public void Ctrl_C_reaches_the_original()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        using PowerShell shell = session.Shell(
            """
            $names = & { while ($true) { Get-ClusterNode -Name CONTOSO-HV02 } } |
                Suspend-GuardedClusterNode -Drain -Wait -Verbose
            """);
        using ManualResetEventSlim asked = new();
        shell.Streams.Verbose.DataAdded += (_, _) => asked.Set();
        shell.Streams.Warning.DataAdded += (_, _) => asked.Set();
        IAsyncResult running = shell.BeginInvoke();
        asked.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Stopwatch passed = Stopwatch.StartNew();
        shell.Stop();
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)));
        Assert.True(passed.Elapsed < TimeSpan.FromSeconds(2), $"Stopping took {passed.Elapsed}.");
    }

    [Fact]
    public void The_level_is_asked_about_and_a_statement_answers()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        session.Run("Update-GuardedClusterFunctionalLevel -Force");
        ErrorRecord error = Assert.Single(session.Errors);
        object[] findings = Assert.IsAssignableFrom<object[]>(error.TargetObject);
        Assert.Contains(findings, finding => finding.ToString()!.StartsWith("LVL-02 ", StringComparison.Ordinal));
        Assert.Equal("8", Assert.Single(session.Texts("(Get-Cluster).ClusterFunctionalLevel")));

        session.Succeed("Invoke-RollingUpgrade 2016");
        session.Succeed(
            """
            Enable-ClusterGuard -Attest @{ backup = 'system state, restored in the laboratory'; change = 'CHG-1' }
            Update-ClusterFunctionalLevel -Force
            Disable-ClusterGuard
            """);
        Assert.Equal("9", Assert.Single(session.Texts("(Get-Cluster).ClusterFunctionalLevel")));
    }

    [Theory]
    [InlineData("Suspend-GuardedClusterNode -Name CONTOSO-HV02 -Drain -WhatIf", 30)]
    [InlineData("Remove-GuardedClusterNode -Name CONTOSO-HV02 -WhatIf", 8)]
    [InlineData("Resume-GuardedClusterNode -Name CONTOSO-HV02", 8)]
    [InlineData("Add-GuardedClusterNode -Name CONTOSO-HV02 -ErrorAction SilentlyContinue", 8)]
    [InlineData("Update-GuardedClusterFunctionalLevel -WhatIf -ErrorAction SilentlyContinue", 8)]
    public void A_guarded_call_reads_what_its_step_needs_and_never_the_whole_cluster(string script, int calls)
    {
        // Each call of a twin costs a fixed time, so that the clock counts them.
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        int before = Calls(session);
        session.Run(script);
        int made = Calls(session) - before;
        Assert.InRange(made, 3, calls);

        before = Calls(session);
        session.Succeed("$null = Export-ClusterInventory");
        Assert.True(Calls(session) - before > 30, "A whole capture makes more calls.");
    }

    [Fact]
    public void An_eviction_takes_no_keys_with_it_that_a_machine_needs()
    {
        using ModuleSession session = new();
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        string evicted = (string)inventory["nodes"]![0]!["name"]!;
        foreach (JsonNode? node in inventory["nodes"]!.AsArray())
        {
            bool holds = (string)node!["name"]! == evicted;
            node["machine"]!["profile"] = new JsonObject { ["guardians"] = holds ? new JsonArray("G (AB12)") : [] };
        }

        JsonNode machine = inventory["roles"]!.AsArray()
            .Select(role => role!["virtualMachine"]).First(one => one is not null)!;
        machine["trustedPlatformModule"] = true;
        machine["guardians"] = new JsonArray("G (AB12)");
        session.Write("keys.json", System.Text.Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        session.Succeed(
            """
            param($Node)
            Enter-ClusterTwin (New-ClusterTwin ./keys.json) -Scope Runspace
            Suspend-ClusterNode -Name $Node -Drain -Wait
            """,
            evicted);
        session.Run("param($Node) Remove-GuardedClusterNode -Name $Node -Force", evicted);
        ErrorRecord error = Assert.Single(session.Errors);
        object[] findings = Assert.IsAssignableFrom<object[]>(error.TargetObject);
        Assert.Contains(findings, finding => finding.ToString()!.StartsWith("ROL-02 ", StringComparison.Ordinal));
        Assert.Contains(evicted, session.Texts("Get-ClusterNode | ForEach-Object Name"));
    }

    [Fact]
    public void A_drain_leaves_no_machine_behind_that_the_cluster_does_not_move()
    {
        using ModuleSession session = new();
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        string drained = (string)inventory["nodes"]![0]!["name"]!;
        inventory["nodes"]![0]!["machine"]!["unclusteredVirtualMachines"] = new JsonArray("scratch");
        session.Write("outside.json", System.Text.Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        session.Succeed("Enter-ClusterTwin (New-ClusterTwin ./outside.json) -Scope Runspace");
        session.Run("param($Node) Suspend-GuardedClusterNode -Name $Node -Drain", drained);
        Assert.StartsWith(
            "DRN-13,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(session.Texts("Get-ClusterNode | ForEach-Object State"), state => Assert.Equal("Up", state));
        session.Succeed(
            """
            param($Node)
            Enable-ClusterGuard -Acknowledge DRN-13 -Reason 'it may stop'
            Suspend-ClusterNode -Name $Node -Drain -Wait
            Disable-ClusterGuard
            """,
            drained);
        Assert.Contains(session.Warnings, line => line.StartsWith("DRN-13: ", StringComparison.Ordinal)
            && line.EndsWith(": it may stop", StringComparison.Ordinal));
    }

    [Fact]
    public void A_start_is_no_name_of_the_guard()
    {
        using ModuleSession session = new ModuleSession().EnterTwin(Scenario);
        session.Succeed("Enable-ClusterGuard");
        Assert.Equal(
            ["Add-ClusterNode", "Remove-ClusterNode", "Resume-ClusterNode", "Suspend-ClusterNode",
                "Update-ClusterFunctionalLevel"],
            session.Texts(
                """
                (Get-Module ClusterGuard).ExportedAliases.Keys | ForEach-Object { $_ }
                Disable-ClusterGuard
                """).Order(StringComparer.Ordinal));
    }

    private static int Calls(ModuleSession session) =>
        int.Parse(
            Assert.Single(session.Texts("[int] ((Get-ClusterTwin -Current).Elapsed.TotalMilliseconds / 200)")),
            System.Globalization.CultureInfo.InvariantCulture);

    private static void PauseOthers(ModuleSession session) => session.Succeed(
        "$null = Suspend-ClusterNode -Name CONTOSO-HV02, CONTOSO-HV03, CONTOSO-HV04");
}

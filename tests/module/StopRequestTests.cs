using System.Management.Automation;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Runs are listed, stopped from another session, and exported.</summary>
public sealed class StopRequestTests
{
    [Fact]
    public void Another_process_stops_a_run_after_the_action_in_hand()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        int calls = 0;
        Func<string> stop = () =>
        {
            calls++;
            (int exitCode, string output) = OtherProcess.Run(
                $"Import-Module '{StagedModule.Folder}'; "
                + "$run = Get-RollingUpgrade -IncludeRehearsal; \"driven: $($run.IsDriven)\"; "
                + "$stopped = Stop-RollingUpgrade -RunId $run.RunId; \"asked: $($stopped.IsStopRequested)\"");
            return $"{exitCode} {output}";
        };
        PSObject result = Assert.Single(session.Succeed(
            """
            param($Stop)
            $global:said = ''
            Invoke-RollingUpgrade 2022 -InstallNode { $global:said += $Stop.Invoke() }
            """,
            stop));
        Assert.Equal("Stopped", result.Properties["State"].Value.ToString());
        Assert.Equal(1, calls);
        string said = Assert.Single(session.Texts("$said"));
        Assert.Contains("driven: True", said, StringComparison.Ordinal);
        Assert.Contains("asked: True", said, StringComparison.Ordinal);
        string[] run = session.Texts(
            "Get-RollingUpgrade | ForEach-Object { $_.State; $_.IsDriven; $_.IsStopRequested }");
        Assert.Equal(["Stopped", "False", "False"], run);

        PSObject end = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal("ReversibleAllNodesNew", end.Properties["State"].Value.ToString());
    }

    [Fact]
    public void A_wait_ends_within_seconds_when_the_run_is_to_stop_now()
    {
        using ModuleSession session = new();
        session.Succeed(
            """
            param($Path)
            $global:twin = New-ClusterTwin -Path $Path -Seed 1 -ClockSpeed 100
            Enter-ClusterTwin $twin -Scope Runspace
            """,
            StagedModule.Scenario("cluster01-2019"));
        using ManualResetEventSlim inside = new();
        using PowerShell shell = session.Shell(
            "param($Inside) Invoke-RollingUpgrade 2022 -InstallNode { $Inside.Set() }", inside);
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(inside.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        (int exitCode, string output) = OtherProcess.Run(
            $"Import-Module '{StagedModule.Folder}'; "
            + "Get-RollingUpgrade -IncludeRehearsal | Stop-RollingUpgrade -Now | ForEach-Object IsStopRequested");
        Assert.True(exitCode == 0, output);
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(5)), "It still waits for the machine.");
        PSObject result = Assert.Single(shell.EndInvoke(running));
        Assert.Equal("Stopped", result.Properties["State"].Value.ToString());
    }

    [Fact]
    public void A_run_whose_session_died_is_stopped_too()
    {
        using ModuleSession session = new();
        OtherProcess.Run(
            $"Import-Module '{StagedModule.Folder}'; "
            + $"Enter-ClusterTwin (New-ClusterTwin '{StagedModule.Scenario("cluster01-2019")}'); "
            + "Invoke-RollingUpgrade 2022 -InstallNode { [Environment]::Exit(3) }");
        const string Listed = "Get-RollingUpgrade -IncludeRehearsal | ForEach-Object { $_.State; $_.IsDriven }";
        Assert.Equal(["Running", "False"], session.Texts(Listed));
        string[] stopped = session.Texts("(Get-RollingUpgrade -IncludeRehearsal | Stop-RollingUpgrade).State");
        Assert.Equal(["Stopped"], stopped);
        Assert.Equal(["Stopped", "False"], session.Texts(Listed));
    }

    [Fact]
    public void A_run_that_is_abandoned_with_a_node_out_gives_back_what_it_borrowed()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        const string Balancer = "(Get-Cluster).AutoBalancerMode";
        Assert.Equal(["2"], session.Texts(Balancer));
        session.Succeed("Invoke-RollingUpgrade 2022 -InstallNode { throw 'not today' }");
        Assert.Equal(["0"], session.Texts(Balancer));
        string[] stopped = session.Texts("(Get-RollingUpgrade | Stop-RollingUpgrade -Abandon).State");
        Assert.Equal(["Stopped"], stopped);
        Assert.Equal(["2"], session.Texts(Balancer));
    }

    [Fact]
    public void One_session_at_a_time_drives_a_run()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        PSObject result = Assert.Single(session.Succeed(
            """
            $global:id = ''
            Invoke-RollingUpgrade 2022 -InstallNode {
                try { Invoke-RollingUpgrade -Resume } catch { $global:id = $_.FullyQualifiedErrorId }
            }
            """));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
        Assert.StartsWith("RunBusy,", Assert.Single(session.Texts("$id")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_runs_and_nothing_that_is_kept_have_their_errors()
    {
        using ModuleSession session = new();
        foreach (string command in new[]
        {
            "Stop-RollingUpgrade",
            "Stop-RollingUpgrade -RunId no-such-run",
            "Export-RollingUpgradeJournal ./run.jsonl",
        })
        {
            session.Run(command);
            Assert.StartsWith(
                "RunNotFound,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(session.Folder, "run.jsonl")));
    }

    [Fact]
    public void A_run_is_exported_as_lines_and_its_steps_are_shown()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022");
        session.Succeed("Export-RollingUpgradeJournal ./whatif.jsonl -WhatIf");
        string file = Assert.Single(
            session.Texts("(Get-RollingUpgrade | Export-RollingUpgradeJournal ./run.jsonl).Name"));
        Assert.Equal("run.jsonl", file);
        Assert.Equal([file], Directory.GetFiles(session.Folder).Select(Path.GetFileName));
        string[] lines = File.ReadAllLines(Path.Combine(session.Folder, file));
        string transitions = Assert.Single(session.Texts("(Get-RollingUpgrade).Transitions"));
        Assert.Equal(transitions, (lines.Length - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        using System.Text.Json.JsonDocument head = System.Text.Json.JsonDocument.Parse(lines[0]);
        Assert.Equal("rolling-upgrade/journal/1", head.RootElement.GetProperty("schema").GetString());

        string[] states = session.Texts("(Get-RollingUpgrade -Detailed).Steps | ForEach-Object State");
        Assert.Equal("Done", states[0]);
        Assert.Equal("Open", states[^1]);
        Assert.Single(states, state => state == "InHand");
    }
}

using System.Management.Automation;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>An upgrade is taken back while the level is not raised, and refused afterwards.</summary>
public sealed class UndoTests
{
    private const string Stated =
        "-Attest @{ backup = 'system state of HV01, 2026-11-20'; oldMedia = 'ISO and drivers on \\\\files' }";

    [Fact]
    public void With_zero_old_nodes_left_every_node_goes_back()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string[] before = State(session);
        session.Succeed("Invoke-RollingUpgrade 2022");
        Assert.NotEqual(before, State(session));

        PSObject result = Assert.Single(session.Succeed($"Undo-RollingUpgrade {Stated}"));
        Assert.Equal("Completed", result.Properties["State"].Value.ToString());
        Assert.Equal(3, ((IReadOnlyList<string>)result.Properties["Nodes"].Value).Count);
        Assert.Equal(before, State(session));
        Assert.Equal(["Completed", "TakenBack"], session.Texts("Get-RollingUpgrade | ForEach-Object State"));

        // What was taken back can't be gone on with.
        session.Run("Invoke-RollingUpgrade -Resume -Commit");
        Assert.StartsWith("RunNotFound,", Assert.Single(session.Errors).FullyQualifiedErrorId);
        session.Run("Invoke-RollingUpgrade -Resume -RunId (Get-RollingUpgrade)[1].RunId");
        Assert.StartsWith("RunEnded,", Assert.Single(session.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_node_that_is_out_comes_back_as_it_was()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string[] before = State(session);
        session.Succeed("Invoke-RollingUpgrade 2022 -InstallNode { throw 'no' }");
        Assert.Equal(["2"], session.Texts("@(Get-ClusterNode).Count"));

        session.Succeed($"Undo-RollingUpgrade {Stated}");
        Assert.Equal(before, State(session));
    }

    [Fact]
    public void A_way_back_that_stopped_within_a_node_goes_on()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string[] before = State(session);
        session.Succeed("Invoke-RollingUpgrade 2022");
        Func<int> stop = () => OtherProcess.Run(
            $"Import-Module '{StagedModule.Folder}'; "
            + "Get-RollingUpgrade -IncludeRehearsal | Where-Object IsDriven | Stop-RollingUpgrade").ExitCode;
        PSObject stopped = Assert.Single(session.Succeed(
            "param($Stop) $global:calls = 0; Undo-RollingUpgrade " + Stated
            + " -InstallNode { $global:calls++; $null = $Stop.Invoke() }",
            stop));
        Assert.Equal("Stopped", stopped.Properties["State"].Value.ToString());
        Assert.Equal(["1"], session.Texts("$calls"));
        Assert.NotEqual(before, State(session));

        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal("Completed", result.Properties["State"].Value.ToString());
        Assert.Equal(before, State(session));
        Assert.Equal(["Completed", "TakenBack"], session.Texts("Get-RollingUpgrade | ForEach-Object State"));
    }

    [Fact]
    public void Nobody_states_that_it_can_go_back_so_it_does_not_begin()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022");
        string revision = Assert.Single(session.Texts("$twin.Revision"));
        session.Run("Undo-RollingUpgrade");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("PreflightFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        string[] rules = LanguagePrimitives.GetEnumerable(error.TargetObject).Cast<object>()
            .Select(finding => (string)PSObject.AsPSObject(finding).Properties["Rule"].Value)
            .ToArray();
        Assert.Equal(["PRE-05", "UND-01", "UND-01", "UND-01"], rules.Order());

        Assert.Empty(session.Succeed($"Undo-RollingUpgrade {Stated} -WhatIf"));
        Assert.Equal(["ReversibleAllNodesNew"], session.Texts("Get-RollingUpgrade | ForEach-Object State"));
        Assert.Equal(revision, Assert.Single(session.Texts("$twin.Revision")));
    }

    [Fact]
    public void After_the_level_only_a_restore_goes_back()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022 -Commit");
        session.Run($"Undo-RollingUpgrade {Stated}");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal("NoWayBack,RollingUpgrade.Commands.UndoRollingUpgradeCommand", error.FullyQualifiedErrorId);
        Assert.Contains("authoritative restore", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>Level, nodes with their builds, and roles with their states.</summary>
    private static string[] State(ModuleSession session) => session.Texts(
        """
        (Get-Cluster).ClusterFunctionalLevel
        (Get-Cluster).AutoBalancerMode
        Get-ClusterNode | ForEach-Object { "$($_.Name) $($_.State) $($_.BuildNumber)" }
        Get-ClusterGroup | ForEach-Object { "$($_.Name) $($_.State)" }
        """).Order().ToArray();
}

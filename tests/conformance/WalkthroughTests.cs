using System.Globalization;
using Xunit;

namespace Conformance.Tests;

/// <summary>
/// The documented walkthrough of a rolling upgrade, call by call, with the values that its page shows
/// (learn.microsoft.com: "Cluster operating system rolling upgrade").
/// </summary>
public sealed class WalkthroughTests
{
    private const string Nodes = "Get-ClusterNode | ForEach-Object { \"$($_.Name) $($_.Id) $($_.State)\" }";
    private const string NodeRow = "| ForEach-Object { \"$($_.Name) $($_.Id) $($_.State)\" }";
    private const string Row = "| ForEach-Object { \"$($_.Name) $($_.OwnerNode) $($_.State)\" }";
    private const string UpdatingRole = "(Get-CauClusterRole | Where-Object Name -eq Status).Value";
    private const string Level = "(Get-Cluster).ClusterFunctionalLevel";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly string[] NodeNames = ["Node1", "Node2", "Node3"];

    /// <summary>What the page does outside the cluster's cmdlets: the installation of a node.</summary>
    private const string Helpers =
        """
        function Invoke-Twin($Document) {
            [void]$Twin.Handle.Call([Text.Encoding]::UTF8.GetBytes($Document), $null)
        }
        function Install($Machine, $Release) {
            Invoke-Twin "{`"operation`":`"install`",`"machine`":`"$Machine`",`"release`":`"$Release`"}"
            Invoke-Twin '{"operation":"step","seconds":14400}'
        }
        """;

    [Fact]
    public void ThreeNodesFromLevel10To11()
    {
        RecordingHost host = new("Yes");
        using StandInSession session = new("cluster01-2019", host);
        session.Run(Helpers);

        Assert.Equal("Node1 1 Up|Node2 2 Up|Node3 3 Up", session.Text(Nodes));
        Assert.Equal("RunNotInProgress", session.Text("Get-CauRun"));
        string idle = Assert.Single(session.Warnings);
        Assert.Equal("No Updating Run is currently in progress on cluster Cluster01.", idle);
        session.Run("Disable-CauClusterRole");
        AssertAsked(host, "Are you sure?", "Yes/No/Suspend");
        Assert.Contains("Cluster01", host.Questions[^1].Message, StringComparison.Ordinal);
        Assert.Equal("Offline", session.Text(UpdatingRole));

        foreach (string node in NodeNames)
        {
            UpgradeNode(session, host, node);

            // The first new node gets the core group; a VM can be moved there.
            session.Run("Start-Sleep -Seconds 10");
            if (node == "Node1")
            {
                Assert.Equal(node, session.Text("(Get-ClusterGroup 'Cluster Group').OwnerNode"));
            }

            Assert.Equal(
                $"VM1 {node} Online", session.Text($"Move-ClusterVirtualMachineRole -Name VM1 -Node {node} {Row}"));
        }

        Assert.Equal("Node1 1 Up|Node2 2 Up|Node3 3 Up", session.Text(Nodes));
        Assert.Equal("3", session.Text("@(Get-ClusterNode | Where-Object State -eq Up).Count"));
        Assert.Equal("Offline", session.Text("(Get-ClusterGroup 'Available Storage').State"));
        Assert.Equal("5", session.Text("@(Get-ClusterGroup | Where-Object State -eq Online).Count"));

        Assert.Equal("10", session.Text(Level));
        Assert.Equal("Cluster01", session.Text("(Update-ClusterFunctionalLevel).Name"));
        AssertAsked(
            host, "Updating the Functional level for cluster Cluster01.", "Yes/Yes to All/No/No to All/Suspend");
        Assert.Contains("cannot undo", host.Questions[^1].Message, StringComparison.Ordinal);
        Assert.Equal("11", session.Text(Level));

        session.Run("Enable-CauClusterRole");
        AssertAsked(host, "Are you sure?", "Yes/No/Suspend");
        Assert.Equal("Online", session.Text(UpdatingRole));
        Assert.Equal(
            "10.0",
            session.Text("(Get-VMHostSupportedVersion -ComputerName Node1 | Where-Object IsDefault).Version"));
        string versions = "(Get-VMHostSupportedVersion -ComputerName {0}).Version -join ' '";
        string[] supported = [.. NodeNames.Select(node => session.Text(string.Format(Invariant, versions, node)))];
        Assert.Single(supported.Distinct());
        RaiseVersion(session);
    }

    /// <summary>In place the node stays a member: it is resumed instead of added.</summary>
    [Fact]
    public void ANodeThatWasUpgradedInPlaceIsResumed()
    {
        using StandInSession session = new("cluster01-2019");
        session.Run(Helpers);
        string before = session.Text("@(Get-ClusterGroup VM1, VM2, VM3, VM4 | ForEach-Object OwnerNode) -join ' '");

        // Without -Drain a node is paused, and nothing moves.
        Assert.Equal("Node1 1 Paused", session.Text($"Suspend-ClusterNode -Name Node1 {NodeRow}"));
        session.Run("Start-Sleep -Seconds 600");
        Assert.Equal(
            before, session.Text("@(Get-ClusterGroup VM1, VM2, VM3, VM4 | ForEach-Object OwnerNode) -join ' '"));
        Assert.Equal("Node1 1 Paused", session.Text($"Suspend-ClusterNode -Name Node1 -Drain {NodeRow}"));
        session.Run("Start-Sleep -Seconds 600");
        Assert.Equal("Completed", session.Text("(Get-ClusterNode Node1).DrainStatus"));

        session.Run("Invoke-Twin '{\"operation\":\"install\",\"machine\":\"Node1\",\"inPlace\":true}'");
        session.Run("Start-Sleep -Seconds 14400");
        Assert.Empty(session.Errors);
        Assert.Equal("Node1 1 Paused", session.Text($"Get-ClusterNode Node1 {NodeRow}"));
        Assert.Equal(
            "Node1 Up Node",
            session.Text(
                "Resume-ClusterNode -Name Node1 -Failback Immediate "
                + "| ForEach-Object { \"$($_.Name) $($_.State) $($_.Type)\" }"));
        session.Run("Start-Sleep -Seconds 600");
        Assert.Equal(
            before, session.Text("@(Get-ClusterGroup VM1, VM2, VM3, VM4 | ForEach-Object OwnerNode) -join ' '"));
        Assert.Equal("20348", session.Text("(Get-ClusterNode Node1).BuildNumber"));
    }

    private static void AssertAsked(RecordingHost host, string caption, string choices)
    {
        Assert.Equal(caption, host.Questions[^1].Caption);
        Assert.Equal(choices, host.Questions[^1].Choices);
        Assert.Equal("Yes", host.Defaults[^1]);
    }

    private static void UpgradeNode(StandInSession session, RecordingHost host, string node)
    {
        Assert.Equal("Paused", session.Text($"(Suspend-ClusterNode -Name {node} -Drain -Wait).State"));
        Assert.Equal(string.Empty, session.Text($"Remove-ClusterNode -Name {node}"));
        Assert.Equal($"Are you sure you want to evict node {node}?", host.Questions[^1].Message);
        Assert.Equal("Yes", host.Defaults[^1]);
        Assert.Equal("2", session.Text("@(Get-ClusterNode).Count"));
        session.Run($"Install {node} 2022");
        Assert.Empty(session.Errors);
        Assert.Equal("Up", session.Text($"(Add-ClusterNode -Name {node}).State"));
        Assert.Contains(
            $"Waiting for notification that node {node} is a fully functional member of the cluster.", host.Progress);

        // Mixed: the level stays, and every member answers.
        Assert.Equal("10", session.Text(Level));
        Assert.Equal("3", session.Text("@(Get-ClusterNode | Where-Object State -eq Up).Count"));
        Assert.Equal("20348", session.Text($"(Get-ClusterNode {node}).BuildNumber"));
    }

    private static void RaiseVersion(StandInSession session)
    {
        session.Run("$machine = Get-ClusterGroup VM1 | Get-VM");
        Assert.Equal("8.0", session.Text("$machine.Version"));
        session.Run("$machine | Stop-VM");
        Assert.Equal("Off", session.Text("$machine.State"));

        // -WhatIf only tells.
        session.Run("Update-VMVersion VM1 -ComputerName $machine.ComputerName -WhatIf");
        Assert.Empty(session.Errors);
        Assert.Equal("8.0", session.Text("$machine.Version"));
        session.Run("$updated = Update-VMVersion VM1 -ComputerName $machine.ComputerName -Force -Passthru");
        Assert.Equal("10.0", session.Text("$updated.Version"));
        session.Run("Start-ClusterGroup VM1");
        Assert.Equal("Running", session.Text("$machine.State"));
    }
}

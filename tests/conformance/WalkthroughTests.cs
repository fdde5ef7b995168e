using Xunit;

namespace Conformance.Tests;

/// <summary>
/// The documented walkthrough of a rolling upgrade, call by call, with the values that its page shows
/// (learn.microsoft.com: "Cluster operating system rolling upgrade").
/// </summary>
public sealed class WalkthroughTests
{
    private const string Nodes = "Get-ClusterNode | ForEach-Object { \"$($_.Name) $($_.Id) $($_.State)\" }";
    private const string Level = "(Get-Cluster).ClusterFunctionalLevel";

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
        Assert.Single(session.Warnings);
        session.Run("Disable-CauClusterRole");
        Assert.Equal("Are you sure?", host.Questions[^1].Caption);

        foreach (string node in new[] { "Node1", "Node2", "Node3" })
        {
            UpgradeNode(session, host, node);
        }

        Assert.Equal("3", session.Text("@(Get-ClusterNode | Where-Object State -eq Up).Count"));
        Assert.Equal("Offline", session.Text("(Get-ClusterGroup 'Available Storage').State"));
        Assert.Equal("5", session.Text("@(Get-ClusterGroup | Where-Object State -eq Online).Count"));

        Assert.Equal("10", session.Text(Level));
        Assert.Equal("Cluster01", session.Text("(Update-ClusterFunctionalLevel).Name"));
        Assert.Equal("Updating the Functional level for cluster Cluster01.", host.Questions[^1].Caption);
        Assert.Equal("11", session.Text(Level));

        session.Run("Enable-CauClusterRole");
        Assert.Equal("Online", session.Text("(Get-CauClusterRole | Where-Object Name -eq Status).Value"));
        Assert.Equal(
            "10.0",
            session.Text("(Get-VMHostSupportedVersion -ComputerName Node1 | Where-Object IsDefault).Version"));
        RaiseVersion(session);
    }

    private static void UpgradeNode(StandInSession session, RecordingHost host, string node)
    {
        Assert.Equal("Paused", session.Text($"(Suspend-ClusterNode -Name {node} -Drain -Wait).State"));
        Assert.Equal(string.Empty, session.Text($"Remove-ClusterNode -Name {node}"));
        Assert.Equal($"Are you sure you want to evict node {node}?", host.Questions[^1].Message);
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
        session.Run("$updated = Update-VMVersion VM1 -ComputerName $machine.ComputerName -Force -Passthru");
        Assert.Equal("10.0", session.Text("$updated.Version"));
        session.Run("Start-ClusterGroup VM1");
        Assert.Equal("Running", session.Text("$machine.State"));
    }
}

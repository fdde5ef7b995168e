using Xunit;

namespace Conformance.Tests;

/// <summary>
/// What the pages on rolling upgrades say is refused (learn.microsoft.com: "Cluster operating system rolling upgrade",
/// "Upgrade a failover cluster on the same hardware").
/// </summary>
public sealed class WalkthroughRefusalTests
{
    private const string Scenario = "cluster01-2019";

    /// <summary>The Windows error of the only error of a script, 0 where it has none.</summary>
    private const string Helpers =
        """
        function Invoke-Twin($Document) {
            [void]$Twin.Handle.Call([Text.Encoding]::UTF8.GetBytes($Document), $null)
        }
        function Install($Machine, $Release) {
            Invoke-Twin "{`"operation`":`"install`",`"machine`":`"$Machine`",`"release`":`"$Release`"}"
            Start-Sleep -Seconds 14400
        }
        function Turn($Machine, $Release) {
            [void](Suspend-ClusterNode $Machine -Drain -Wait)
            Remove-ClusterNode $Machine -Force
            Install $Machine $Release
            [void](Add-ClusterNode $Machine)
        }
        function Code([scriptblock] $Script) {
            try { & $Script } catch { return $_.Exception.HResult -band 0xFFFF }
            0
        }
        """;

    [Theory]
    [InlineData("[void](Suspend-ClusterNode Node3); Code { Update-ClusterFunctionalLevel -Force -EA Stop }", "5980")]
    [InlineData("Code { Update-ClusterFunctionalLevel -Force -EA Stop }", "0")]
    [InlineData("Turn Node1 2022; Code { Update-ClusterFunctionalLevel -Force -EA Stop }", "5973")]
    [InlineData("Code { Remove-ClusterNode Node4 -Force -EA Stop }", "5042")]
    public void TheLevelNeedsEveryNodeNewAndUp(string script, string expected)
    {
        using StandInSession session = new(Scenario);
        session.Run(Helpers);
        string found = session.Text(script).Split('|')[^1];
        Assert.Equal(expected, found);
    }

    [Fact]
    public void NothingOlderJoinsAboveItsLevel()
    {
        using StandInSession session = new(Scenario);
        session.Run(Helpers);
        session.Run("foreach ($node in 'Node1', 'Node2', 'Node3') { Turn $node 2022 }");
        session.Run("[void](Update-ClusterFunctionalLevel -Force)");
        session.Run("[void](Suspend-ClusterNode Node3 -Drain -Wait); Remove-ClusterNode Node3 -Force");
        session.Run("Install Node3 2019");
        Assert.Empty(session.Errors);
        Assert.Equal("5075", session.Text("Code { Add-ClusterNode Node3 -EA Stop }"));
        string log = session.Text("(Get-ClusterLog -Node Node1).FullName");
        Assert.Equal("Node1_cluster.log", Path.GetFileName(log));
        string events = session.Text("$Twin.Call('events').ToString()");
        Assert.Contains("1547", events, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingTwoReleasesAwayJoins()
    {
        using StandInSession session = new(Scenario);
        session.Run(Helpers);
        session.Run("[void](Suspend-ClusterNode Node1 -Drain -Wait); Remove-ClusterNode Node1 -Force");
        session.Run("Install Node1 2025");
        Assert.Equal("5075", session.Text("Code { Add-ClusterNode Node1 -EA Stop }"));
    }

    [Fact]
    public void VersionsStayUntilTheLevelIsRaised()
    {
        using StandInSession session = new(Scenario);
        session.Run(Helpers);
        session.Run("foreach ($node in 'Node1', 'Node2', 'Node3') { Turn $node 2022 }");
        session.Run("[void](Get-ClusterGroup VM1 | Get-VM | Stop-VM)");
        string update =
            """
            $machine = Get-ClusterGroup VM1 | Get-VM
            try { Update-VMVersion VM1 -ComputerName $machine.ComputerName -Force -EA Stop } catch { 'refused' }
            $machine.Version
            """;
        // The configuration of 2019 is what the level still allows, that of 2022 is not.
        Assert.Equal("9.0", session.Text(update).Split('|')[^1]);
        Assert.Equal("refused|9.0", session.Text(update));
    }
}

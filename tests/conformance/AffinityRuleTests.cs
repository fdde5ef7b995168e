using Xunit;

namespace Conformance.Tests;

/// <summary>Affinity rules from their making to their end ("Cluster affinity", learn.microsoft.com).</summary>
public sealed class AffinityRuleTests
{
    [Fact]
    public void ARuleIsMadeChangedKeptAndRemoved()
    {
        using StandInSession session = new("cluster01-2019");
        Assert.Equal(
            "Rule1 DifferentNode 1 0",
            session.Text("New-ClusterAffinityRule Rule1 -RuleType DifferentNode | "
                + "% { \"$($_.Name) $($_.RuleType) $($_.Enabled) $($_.SoftAntiAffinity)\" }"));
        Assert.Equal(
            "VM1|VM2",
            session.Text("(Add-ClusterGroupToAffinityRule Rule1 -Groups VM1, VM2 -PassThru).Groups"));
        session.Run("Add-ClusterSharedVolumeToAffinityRule Rule1 'Cluster Disk 2'");
        Assert.Empty(session.Errors);
        Assert.Equal("Cluster Disk 2", session.Text("(Get-ClusterAffinityRule).ClusterSharedVolumes"));
        const string Together =
            """
            $node = (Get-ClusterGroup VM1).OwnerNode.Name
            try {
                [void](Move-ClusterVirtualMachineRole VM2 -Node $node -MigrationType Live -EA Stop)
                0
            }
            catch { $_.Exception.HResult -band 0xFFFF }
            """;
        Assert.Equal("5971", session.Text(Together));
        Assert.Equal(
            "SameNode 1", session.Text("Get-ClusterAffinityRule Rule* | Set-ClusterAffinityRule -RuleType SameNode "
                + "-SoftAntiAffinity 1 -PassThru | % { \"$($_.RuleType) $($_.SoftAntiAffinity)\" }"));
        Assert.Equal("0", session.Text(Together));
        Assert.Equal("VM1", session.Text(
            "(Remove-ClusterGroupFromAffinityRule Rule1 -Groups VM2 -PassThru).Groups"));
        session.Run("Remove-ClusterSharedVolumeFromAffinityRule Rule1 'Cluster Disk 2'");
        Assert.Empty(session.Errors);
        session.Run("Remove-ClusterAffinityRule Rule1 -Confirm:$false");
        Assert.Empty(session.Errors);
        Assert.Equal(string.Empty, session.Text("Get-ClusterAffinityRule"));
        Assert.Contains("Rule1", session.Error("Get-ClusterAffinityRule Rule1").Exception.Message);
    }
}

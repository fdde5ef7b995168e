using Xunit;

namespace Conformance.Tests;

/// <summary>What an administrator gets who types the beginning of a name and presses Tab.</summary>
public sealed class CompletionTests
{
    private const string Complete =
        """
        param($Line)
        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches |
            ForEach-Object CompletionText
        """;

    [Theory]
    [InlineData("Suspend-ClusterNode ", "Node1|Node2|Node3")]
    [InlineData("Suspend-ClusterNode -Drain -TargetNode n", "Node1|Node2|Node3")]
    [InlineData("FailoverClusters\\Get-ClusterNode -Name Node2", "Node2")]
    [InlineData("Get-ClusterGroup ", "'Cluster Group'|'Available Storage'|")]
    [InlineData("Get-ClusterGroup 'cl", "'Cluster Group'")]
    [InlineData("Move-ClusterVirtualMachineRole -Name VM1 -Node ", "Node1|Node2|Node3")]
    [InlineData("Get-ClusterResource ", "'Virtual Machine VM1'|")]
    [InlineData("Set-ClusterOwnerNode -Group VM1 -Owners Node1, ", "Node1|Node2|Node3")]
    [InlineData("Get-ClusterSharedVolume ", "'Cluster Disk 2'|")]
    [InlineData("Get-ClusterNetwork ", "'Cluster Network 1'|")]
    [InlineData("Get-VM vm", "VM1|VM2|VM3|VM4|")]
    [InlineData("Get-VM -ComputerName Node1 -Name ", "VM2|VM3")]
    [InlineData("Move-VM VM1 -DestinationHost ", "Node1|Node2|Node3")]
    public void NamesOfTheTwinAreCompleted(string line, string expected)
    {
        using StandInSession session = new("cluster01-2019");
        string before = session.Text("$Twin.Call('clock').ToString()");
        string found = string.Join("|", session.Run(Complete, line).Select(text => text.ToString()));
        if (expected.EndsWith('|'))
        {
            Assert.All(expected.TrimEnd('|').Split('|'), name => Assert.Contains(name, found.Split('|')));
        }
        else
        {
            Assert.Equal(expected, found);
        }

        Assert.Equal(before, session.Text("$Twin.Call('clock').ToString()"));
    }

    [Fact]
    public void WithoutATwinThereIsNoName()
    {
        using StandInSession session = new();
        Assert.DoesNotContain("Node1", session.Run(Complete, "Suspend-ClusterNode ").Select(text => text.ToString()));
    }
}

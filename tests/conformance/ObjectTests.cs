using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Conformance.Tests;

/// <summary>How the objects of the stand-ins behave in scripts.</summary>
public sealed class ObjectTests
{
    private const string Scenario = "cluster01-2019";

    [Theory]
    [InlineData("\"$(Get-ClusterNode Node1)\"", "Node1")]
    [InlineData("(Get-ClusterGroup VM1).OwnerNode -eq (Get-ClusterGroup VM1).OwnerNode.Name.ToUpper()", "True")]
    [InlineData("'node1' -eq (Get-ClusterNode Node1)", "True")]
    [InlineData("(Get-ClusterNode Node1) -eq 'Node2'", "False")]
    [InlineData("(Get-ClusterNode Node1) -eq (Get-ClusterNode Node1)", "True")]
    [InlineData("(Get-ClusterNode Node1) -in 'node3', 'node1'", "True")]
    [InlineData("(Get-ClusterNode) -contains 'node2'", "True")]
    [InlineData("switch (Get-ClusterNode Node2) { 'node1' { 'one' } 'node2' { 'two' } }", "two")]
    [InlineData("(Get-ClusterNode Node1).Id.GetType().Name", "String")]
    [InlineData("[int](Get-ClusterNode Node1).State", "0")]
    [InlineData("(Get-ClusterNode Node1).State -eq 'Up'", "True")]
    [InlineData("(Get-ClusterResource | Where-Object { $_.ResourceType -eq 'Virtual Machine' }).Count", "4")]
    [InlineData("(Get-ClusterGroup VM1).Cluster.Name", "Cluster01")]
    [InlineData("(Get-Cluster).ClusterFunctionalLevel", "10")]
    public void ObjectsAreShownAndComparedByName(string script, string expected)
    {
        using StandInSession session = new(Scenario);
        Assert.Equal(expected, session.Text(script));
    }

    [Fact]
    public void AnObjectSeesThePresent()
    {
        using StandInSession session = new(Scenario);
        Assert.Equal("Up", session.Text("$node = Get-ClusterNode Node1; $node.State"));
        Assert.Equal("Paused", session.Text("[void](Suspend-ClusterNode Node1); $node.State"));
        Assert.Equal("Up", session.Text("[void](Resume-ClusterNode Node1); $node.State"));
    }

    [Fact]
    public void SettingAPropertyChangesTheCluster()
    {
        using StandInSession session = new(Scenario);
        Assert.Equal("0", session.Text("(Get-Cluster).AutoBalancerMode = 0; (Get-Cluster).AutoBalancerMode"));
        Assert.Equal("3000", session.Text("(Get-ClusterGroup VM1).Priority = 3000; (Get-ClusterGroup VM1).Priority"));
        session.Run("(Get-ClusterGroup VM1).AntiAffinityClassNames = 'web'");
        Assert.Equal("web", session.Text("(Get-ClusterGroup VM1).AntiAffinityClassNames"));
        Assert.Equal("0", session.Text("(Get-ClusterNode Node1).NodeWeight = 0; (Get-ClusterNode Node1).NodeWeight"));
    }

    [Fact]
    public void SharedVolumesTellTheirRoot()
    {
        using StandInSession session = new("contoso-2012r2");
        Assert.Equal(
            @"Enabled|C:\ClusterStorage",
            session.Text("$c = Get-Cluster; \"$($c.EnableSharedVolumes)|$($c.SharedVolumesRoot)\""));
    }

    /// <summary>What Format-List shows without names, and what stands in a stream of several types.</summary>
    [Theory]
    [InlineData("Get-Cluster", "Name")]
    [InlineData("Get-ClusterGroup VM1", "Name OwnerNode State")]
    [InlineData("Get-ClusterQuorum", "Cluster QuorumResource QuorumType")]
    [InlineData("Get-ClusterResource 'Virtual Machine VM1'", "Name State OwnerGroup ResourceType")]
    public void AListShowsWhatTheTableShows(string script, string expected)
    {
        using StandInSession session = new(Scenario);
        Assert.Equal(expected, session.Text(
            $"({script}).PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames -join ' '"));
    }

    [Fact]
    public void VolumesAndInterfacesTellWhatTheInventoryKnowsOfThem()
    {
        JsonNode document = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario(Scenario)))!;
        JsonNode known = document["storage"]!["sharedVolumes"]![0]!;
        (known["sizeMiB"], known["freeMiB"]) = (4000, 1000);
        (document["storage"]!["sharedVolumes"]![1]!).AsObject().Remove("freeMiB");
        document["nodes"]![0]!["machine"]!["adapters"]![0]!["addresses"] = new JsonArray("10.0.1.11/24", "fe80::1/64");
        using StandInSession session = new(Encoding.UTF8.GetBytes(document.ToJsonString()), null);
        const string Volumes =
            "(Get-ClusterSharedVolume).SharedVolumeInfo.Partition |"
            + " ForEach-Object { \"$($_.FreeSpace / 1MB) $($_.UsedSpace / 1MB) $($_.PercentFree)\" }";
        Assert.StartsWith("1000 3000 25|0 0 ", session.Text(Volumes), StringComparison.Ordinal);
        const string Interfaces =
            "Get-ClusterNetworkInterface -Node Node1 | ForEach-Object {"
            + " \"$($_.Address) $($_.Ipv4Addresses) $($_.Ipv6Addresses) $([guid]$_.Id -ne [guid]::Empty)\" }";
        Assert.StartsWith("10.0.1.11 10.0.1.11 fe80::1 True", session.Text(Interfaces), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheLevelDoesNotHaveSaysSo()
    {
        using StandInSession session = new("contoso-2012r2");
        string message = session.Error("(Get-Cluster).AutoBalancerMode = 0").ToString();
        Assert.Contains("does not exist at functional level 8", message, StringComparison.Ordinal);
        Assert.Contains("Windows Server 2016", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeSetSaysSo()
    {
        using StandInSession session = new(Scenario);
        string message = session.Error("(Get-Cluster).ClusterFunctionalLevel = 11").ToString();
        Assert.Contains("ReadOnly", message, StringComparison.Ordinal);
        Assert.NotNull(session.Error("(Get-ClusterGroup VM1).ColdStartSetting = 1"));
        Assert.Equal("10", session.Text("(Get-Cluster).ClusterFunctionalLevel"));
    }

    [Fact]
    public void APollingScriptEnds()
    {
        using StandInSession session = new(Scenario);
        string script =
            """
            $node = Suspend-ClusterNode (Get-ClusterGroup VM1).OwnerNode.Name -Drain
            $reads = 0
            while ($node.DrainStatus -in 'NotInitiated', 'InProgress') {
                $reads++
                if ($reads -gt 10000000) { throw 'stuck' }
            }
            $node.DrainStatus
            """;
        Assert.Equal("Completed", session.Text(script));
    }

    [Fact]
    public void TwoRunspacesHoldTwoTwins()
    {
        using StandInSession one = new(Scenario);
        using StandInSession other = new("contoso-2012r2");
        Assert.Equal("10", one.Text("(Get-Cluster).ClusterFunctionalLevel"));
        Assert.Equal("8", other.Text("(Get-Cluster).ClusterFunctionalLevel"));
        one.Run("Suspend-ClusterNode Node1");
        Assert.Equal("4", other.Text("@(Get-ClusterNode | Where-Object State -eq Up).Count"));
    }

    [Theory]
    [InlineData("contoso-2012r2")]
    [InlineData("s2d-2022")]
    public void EveryPropertyOfEveryObjectCanBeRead(string scenario)
    {
        using StandInSession session = new(scenario);
        string script =
            """
            $node = (Get-ClusterNode)[0].Name
            $objects = @(Get-Cluster; Get-ClusterNode; Get-ClusterGroup; Get-ClusterResource; Get-ClusterSharedVolume
                Get-ClusterQuorum; Get-ClusterNetwork; Get-ClusterNetworkInterface; Get-ClusterNodeSupportedVersion
                Get-ClusterFaultDomain; Get-VM -ComputerName $node; Get-VMHost -ComputerName $node
                Get-VMHostSupportedVersion -ComputerName $node; Get-VMSwitch -ComputerName $node
                Get-VMProcessor * -ComputerName $node; Get-VMMemory * -ComputerName $node
                Get-StoragePool; Get-VirtualDisk; Get-PhysicalDisk; Get-StorageJob; Get-StorageFaultDomain
                Get-StorageScaleUnit)
            foreach ($object in $objects) {
                foreach ($property in $object.GetType().GetProperties()) {
                    try { [void]$property.GetValue($object) }
                    catch { "$($object.GetType().Name).$($property.Name): $_" }
                }
            }
            $objects.Count -gt 40
            """;
        Assert.Equal("True", session.Text(script));
    }

    [Fact]
    public void ListsAreFast()
    {
        using StandInSession session = new("contoso-2012r2");
        session.Run("Get-ClusterNode; Get-ClusterGroup");
        Stopwatch watch = Stopwatch.StartNew();
        session.Run("foreach ($i in 1..100) { [void](Get-ClusterNode) }");

        // The budget is a millisecond for each; a busy machine gets ten.
        Assert.True(watch.ElapsedMilliseconds < 1_000, $"{watch.ElapsedMilliseconds} ms for 100 calls");
    }
}

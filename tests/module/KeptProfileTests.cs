using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>What a run keeps of a node before it evicts it, and puts back once it has joined.</summary>
public sealed class KeptProfileTests
{
    [Fact]
    public void The_profile_of_an_evicted_node_outlives_the_process_that_drove_the_run()
    {
        using ModuleSession session = new();
        OtherProcess.Run(
            $"Import-Module '{StagedModule.Folder}'; "
            + $"Enter-ClusterTwin (New-ClusterTwin '{StagedModule.Scenario("cluster01-2019")}'); "
            + "Invoke-RollingUpgrade 2022 -InstallNode { [Environment]::Exit(3) }");
        string[] kept = session.Texts(
            "$run = Get-RollingUpgrade -IncludeRehearsal; "
            + "Export-ClusterNodeProfile -RunId $run.RunId -Path . | % { $_.Node; $_.Path }");
        Assert.Equal(2, kept.Length);
        Assert.True(File.Exists(kept[1]), kept[1]);

        JsonNode document = JsonNode.Parse(File.ReadAllText(kept[1]))!;
        Assert.Equal("rolling-upgrade/node-profile/1", (string?)document["schema"]);
        Assert.NotEmpty(document["membership"]!["networks"]!.AsArray());
        string[] script = session.Texts(
            "param($Path) Export-ClusterNodeProfile -Profile $Path -As Script -TargetVersion 2022", kept[1]);
        Assert.Contains($"# Rebuilds {kept[0]}", Assert.Single(script), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_shows_the_profile_of_each_node_that_it_evicted()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("$null = Invoke-RollingUpgrade 2022; $global:run = Get-RollingUpgrade -Detailed");
        string[] nodes = session.Texts("$run.NodeProfiles | % Node");
        Assert.Equal(session.Texts("Get-ClusterNode | % Name").Order(), nodes.Order());
        Assert.All(session.Texts("$run.NodeProfiles | % Release"), release => Assert.Equal("2019", release));
        Assert.Equal(nodes[1..2], session.Texts($"($run | Export-ClusterNodeProfile -Node {nodes[1]}).Node"));
        session.Run("$run | Export-ClusterNodeProfile -Node NOBODY");
        Assert.StartsWith(
            "ProfileUnread,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_cluster_forgot_of_its_nodes_is_back_after_the_run()
    {
        using ModuleSession session = new();
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        JsonArray nodes = inventory["nodes"]!.AsArray();
        for (int place = 0; place < nodes.Count; place++)
        {
            nodes[place]!["site"] = place < 2 ? "North" : "South";
            nodes[place]!["faultDomain"] = $"Rack {place}";
        }

        nodes[1]!["vote"] = false;
        inventory["cluster"]!["quorum"]!["lowerPriorityNodeId"] = nodes[2]!["id"]!.GetValue<int>();
        nodes[0]!["machine"]!["adapters"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["name"] = "Backup",
            ["network"] = "Backup",
        });
        inventory["networks"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "Backup", ["role"] = 0 });
        session.Write("cluster.json", System.Text.Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        string[] left = session.Texts(
            """
            Enter-ClusterTwin (New-ClusterTwin ./cluster.json -Seed 1) -Scope Runspace
            $global:before = Export-ClusterInventory
            $done = Invoke-RollingUpgrade 2022 -Placement Restore
            "$($done.State)"
            $done.LeftUndone
            """);
        Assert.Equal(["ReversibleAllNodesNew"], left);
        string[] places = session.Texts("Get-ClusterNode | % { \"$($_.FaultDomain)\" }");
        Assert.Equal(["Site:North Rack:Rack 0", "Site:North Rack:Rack 1", "Site:South Rack:Rack 2"], places.Order());
        Assert.Equal(["None"], session.Texts("(Get-ClusterNetwork Backup).Role"));
        Assert.Empty(session.Texts(
            "Compare-ClusterInventory $before (Export-ClusterInventory) -Upgrade | "
            + "% { \"$($_.Subject) $($_.Property)\" }"));
    }
}

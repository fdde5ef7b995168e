using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>The loop against a cluster whose every object is a copy: names count, and never references.</summary>
public sealed class DeserializedClusterTests
{
    /// <summary>What PowerShell itself offers, where machines are asked and where objects are live.</summary>
    private const string Remoting =
        """
        function global:Get-PSSession { param($Name) "the session $Name" }
        function global:Invoke-Command {
            param($Session, $ComputerName, $ScriptBlock, $ArgumentList, $ThrottleLimit, $SessionOption)
            if ($Session) { [Module.Tests.DeserializedCluster]::Live($ScriptBlock, $ArgumentList) }
            else { [Module.Tests.DeserializedCluster]::Machines($ComputerName, "$ScriptBlock") }
        }
        """;

    [Fact]
    public void A_run_ends_with_all_nodes_new_and_what_it_borrowed_is_back()
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin("cluster01-2019");
        using ModuleSession session = new();
        DeserializedCluster.Stand(cluster);
        string before = Environment.GetEnvironmentVariable("PSModulePath")!;
        string folder = Path.Combine(session.Folder, "modules");
        try
        {
            IReadOnlyList<string> modules = DeserializedCluster.WriteModules(folder);
            Environment.SetEnvironmentVariable("PSModulePath", folder + Path.PathSeparator + before);
            foreach (string module in modules)
            {
                session.Succeed("param($Path) Import-Module $Path -ErrorAction Stop", Path.Combine(folder, module));
            }

            session.Succeed(Remoting);
            string plan = session.Write("plan.json", Encoding.UTF8.GetBytes(Plan(session)));
            PSObject result = Assert.Single(session.Succeed(
                "param($Plan) Invoke-RollingUpgrade -Plan $Plan -Force -InstallNode { }", plan));
            string reason = $"{result.Properties["Reason"].Value}";
            Assert.True(reason.Length == 0, reason);
            Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", before);
        }

        Assert.Equal(["10"], cluster.Texts("(Get-Cluster).ClusterFunctionalLevel"));
        Assert.All(
            cluster.Texts("Get-ClusterNode | ForEach-Object { \"$($_.State) $($_.BuildNumber)\" }"),
            node => Assert.Equal("Up 20348", node));
        Assert.Equal(["2"], cluster.Texts("(Get-Cluster).AutoBalancerMode"));
        Assert.Contains("live FailoverClusters\\Get-Cluster", DeserializedCluster.Asked);
    }

    /// <summary>A plan of the same cluster that does not wait by the clock on the wall.</summary>
    private static string Plan(ModuleSession session)
    {
        string policy = session.Write(
            "policy.json",
            Encoding.UTF8.GetBytes("""{ "pollSeconds": 0, "longPollSeconds": 0, "soakSeconds": 0 }"""));
        JsonNode plan = JsonNode.Parse(session.Texts(
            "param($Path, $Policy) (New-RollingUpgradePlan 2022 -Path $Path -Policy $Policy).ToJson()",
            StagedModule.Scenario("cluster01-2019"),
            policy)[0])!;
        return plan.ToJsonString();
    }
}

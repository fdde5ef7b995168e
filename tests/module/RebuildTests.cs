using System.Text.Json.Nodes;
using Xunit;

namespace Module.Tests;

/// <summary>
/// The whole circle on the twin: a profile is recorded, the node is evicted and installed blank, readiness names
/// everything, the script of the profile brings it back, and the node is added.
/// </summary>
public sealed class RebuildTests
{
    private const string Export = "Export-ClusterNodeProfile -Profile $profile -As Script -TargetVersion 2022";

    /// <summary>Grows with every change of the twin.</summary>
    private const string Revision = "(Get-ClusterTwin -Current).Revision";

    /// <summary>Runs the script as a person would: again after each restart, until it ends.</summary>
    private const string Rebuild =
        """
        param($Script)
        foreach ($time in 1..4) {
            $told = @(Invoke-Command -ComputerName Node1 -ScriptBlock ([scriptblock]::Create($Script)))
            $told
            if ("$told" -notlike 'Restart the computer*') { break }
            Restart-Computer -ComputerName Node1 -Wait
        }
        """;

    [Fact]
    public void A_blank_machine_becomes_what_left_and_is_added()
    {
        using ModuleSession session = Blank();
        string[] missing = session.Texts("(Test-ClusterNodeReadiness $profile 2022).Findings | ForEach-Object Rule");
        string[] expected =
        [
            "RDY-02", "RDY-03", "RDY-04", "RDY-05", "RDY-07", "RDY-15", "RDY-17", "RDY-18", "RDY-20", "RDY-22",
            "RDY-23", "RDY-24", "RDY-26", "RDY-27", "RDY-28", "RDY-29", "RDY-31", "RDY-32",
        ];
        Assert.Empty(expected.Except(missing));

        string script = Assert.Single(session.Texts(Export));
        string[] told = session.Texts(Rebuild, script);
        Assert.Equal("Everything of the profile that a script can restore is there.", told[^1]);
        Assert.Equal(3, told.Length);
        Assert.Empty(session.Texts("(Test-ClusterNodeReadiness $profile 2022).Findings | ForEach-Object Message"));
        Assert.Equal(
            ["External True", "Lab False"],
            session.Texts("Get-VMSwitch -ComputerName Node1 | % { \"$($_.Name) $($_.EmbeddedTeamingEnabled)\" }"));

        session.Succeed("$null = Add-ClusterNode -Name Node1");
        Assert.Equal(["Up"], session.Texts("(Get-ClusterNode Node1).State"));
    }

    [Fact]
    public void The_script_changes_nothing_the_second_time_and_holds_no_secret()
    {
        using ModuleSession session = Blank();
        string script = Assert.Single(session.Texts(Export));
        session.Succeed(Rebuild, script);
        string[] asked = session.Texts("$asked");
        Assert.Equal(4, asked.Length);
        Assert.DoesNotContain("never written", script, StringComparison.Ordinal);

        string[] revision = session.Texts(Revision);
        Assert.Single(session.Texts(Rebuild, script));
        Assert.Equal(revision, session.Texts(Revision));
        Assert.Equal(asked, session.Texts("$asked"));
    }

    [Fact]
    public void Every_item_that_the_script_leaves_out_is_named_by_readiness()
    {
        using ModuleSession session = Blank();
        session.Succeed("$null = Export-ClusterTwin -Path ./blank.json");
        JsonNode profile = JsonNode.Parse(Assert.Single(session.Texts("$profile.ToJson()")))!;
        // Most items matter only once the machine has joined the domain and has its features.
        JsonNode bare = profile.DeepClone();
        bare["machine"]!["adapters"]!.AsArray().RemoveAt(0);
        session.Write("bare.json", System.Text.Encoding.UTF8.GetBytes(bare.ToJsonString()));
        string whole = Assert.Single(
            session.Texts("Export-ClusterNodeProfile -Profile ./bare.json -As Script -TargetVersion 2022"));
        session.Succeed(Rebuild.Replace("1..4", "1..2", StringComparison.Ordinal), whole);
        session.Succeed("$null = Export-ClusterTwin -Path ./joined.json");
        int left = 0;
        foreach (string item in Items)
        {
            JsonNode without = profile.DeepClone();
            Remove(without["machine"]!, item);
            session.Write("without.json", System.Text.Encoding.UTF8.GetBytes(without.ToJsonString()));
            bool early = Early.Any(start => item.StartsWith(start, StringComparison.Ordinal));
            session.Succeed(
                """
                param($State)
                Exit-ClusterTwin
                Enter-ClusterTwin (New-ClusterTwin -State $State) -Scope Runspace
                """,
                early ? "./blank.json" : "./joined.json");
            string script = Assert.Single(
                session.Texts("Export-ClusterNodeProfile -Profile ./without.json -As Script -TargetVersion 2022"));
            session.Run(Rebuild, script);
            string[] found = session.Texts("(Test-ClusterNodeReadiness $profile 2022).Findings | % Rule");
            Assert.True(found.Length > 0, $"nobody misses {item}");
            left++;
        }

        Assert.Equal(Items.Length, left);
    }

    [Fact]
    public void A_command_that_the_twin_does_not_model_is_refused_by_its_name_and_nothing_is_done()
    {
        using ModuleSession session = Blank();
        string[] before = session.Texts(Revision);
        session.Run(
            "Invoke-Command Node1 { Install-WindowsFeature Hyper-V; Set-NetAdapterVmq -Name Storage -Enabled $true }");
        Assert.StartsWith(
            "TwinNotModelled", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Set-NetAdapterVmq", session.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(before, session.Texts(Revision));
    }

    [Fact]
    public void Without_a_machine_of_the_twin_nothing_is_prepared()
    {
        using ModuleSession session = Blank();
        string[] commands = ["New-VMSwitch -Name x -SwitchType Private", "Set-InitiatorPort", "Add-Computer"];
        foreach (string command in commands)
        {
            session.Run(command);
            Assert.StartsWith(
                "TwinNotModelled", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }

    /// <summary>What is brought back before the machine has joined the domain and has its features.</summary>
    private static readonly string[] Early = ["features", "domain"];

    /// <summary>Items of the machine that a script restores, each of which is left out in turn.</summary>
    private static readonly string[] Items =
    [
        "features/0", "features/1", "features/2", "switches/0", "switches/1", "switches/0/bandwidthMode",
        "adapters/0/addresses/0", "adapters/0/vlan", "adapters/0/rdma", "adapters/0/packetBytes",
        "adapters/0/registersInDns", "adapters/0/dataCenterBridging", "adapters/1", "adapters/1/vlan",
        "adapters/1/addresses/0", "adapters/1/gateway", "adapters/1/nameServers/1",
        "hyperV", "hyperV/migrationNetworks/0", "hyperV/migrationNetworks/1",
        "hyperV/virtualMachinePath", "hyperV/virtualHardDiskPath", "hyperV/macAddressMinimum",
        "hyperV/macAddressMaximum", "hyperV/migrationTransport", "hyperV/maximumMigrations", "domain",
        "profile/multipath/policy", "profile/multipath/disks/0", "profile/initiators/0/targets/0",
        "profile/initiators/0/portals/0", "profile/initiators/0", "profile/certificates/0", "profile/guardians/0",
        "profile/firewallRules/0", "profile/firewallRules/1", "profile/antivirusExclusions/0",
        "profile/antivirusExclusions/1", "profile/localGroups/0/members/0", "profile/powerPlan", "profile/pageFile",
        "profile/timeSource",
    ];

    /// <summary>A twin whose operator installs Node1 and brings back only the agents, as no script can.</summary>
    private static ModuleSession Blank()
    {
        ModuleSession session = new();
        JsonNode inventory = JsonNode.Parse(
            File.ReadAllText(Conformance.Tests.StagedModule.Scenario("cluster01-2019")))!;
        string data = Path.Combine(Conformance.Tests.StagedModule.Checkout, "tests", "module", "data");
        inventory["nodes"]![0]!["machine"] = JsonNode.Parse(File.ReadAllText(Path.Combine(data, "node1.json")));
        session.Write("cluster.json", System.Text.Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        session.Write(
            "simulation.json",
            """{ "schema": "rolling-upgrade/simulation/1", "operator": { "restores": ["services"] } }"""u8.ToArray());
        session.Succeed(
            """
            param($Operator)
            . ([scriptblock]::Create($Operator))
            $twin = New-ClusterTwin -Path ./cluster.json -Simulation ./simulation.json -Seed 1
            Enter-ClusterTwin $twin -Scope Runspace
            $global:profile = Export-ClusterNodeProfile Node1
            $null = Suspend-ClusterNode -Name Node1 -Drain -Wait
            Remove-ClusterNode -Name Node1 -Force
            Step-ClusterTwin -Seconds 14400
            """,
            File.ReadAllText(Path.Combine(data, "Operator.ps1")));
        return session;
    }

    private static void Remove(JsonNode machine, string item)
    {
        string[] parts = item.Split('/');
        JsonNode parent = machine;
        foreach (string part in parts[..^1])
        {
            parent = int.TryParse(part, out int place) ? parent[place]! : parent[part]!;
        }

        if (parent is JsonArray list)
        {
            list.RemoveAt(int.Parse(parts[^1]));
        }
        else
        {
            Assert.True(parent.AsObject().Remove(parts[^1]), item);
        }
    }
}

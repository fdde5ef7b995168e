using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>A capture says what the cluster says, whoever of it answers.</summary>
public sealed class CaptureTests
{
    /// <summary>What a twin decides where its inventory leaves it open: its cmdlets always show a value.</summary>
    private static readonly string[] Decided =
    [
        // Properties of the cluster that every cluster has.
        "cluster.sameSubnetThreshold", "cluster.blockCacheMiB", "cluster.moveTypeThreshold",
        "cluster.autoBalancerLevel", "cluster.upgradeVersion", "cluster.id", "cluster.domain",
        // States that a moment has.
        "node.drain", "network.state", "network.address", "network.prefixLength",
        // Resources are made of roles, and each type of them has owners.
        "role.resourceTypes", "resourceType", "directoryObject",
        "role.virtualMachine.automaticStopAction", "role.virtualMachine.trustedPlatformModule",
        "physicalDisk.inMaintenance",
        // A session that has entered a twin is on none of its machines.
        "coordinator.name", "coordinator",
    ];

    /// <summary>What no cmdlet and no machine shows; docs/inventory.md says of each why.</summary>
    private static readonly string[] Unseen =
    [
        // The report of Test-Cluster is a page for people, in the language of the system.
        "cluster.validatedAt", "cluster.validationFailures", "cluster.validatedMachines",
        // Nothing notes when the first newer node joined.
        "cluster.mixedSince",
        // The server of Virtual Machine Manager is not asked.
        "cluster.virtualMachineManagerRelease",
        // No host tells where a VM was started, only where it runs.
        "role.virtualMachine.bootedFeatureSet",
        // Only a console tool prints it, in the language of the system.
        "sharedVolume.fileSystemVersion",
    ];

    [Theory]
    [InlineData("contoso-2012r2")]
    [InlineData("contoso-2012r2-no-slat")]
    [InlineData("cluster01-2019")]
    [InlineData("s2d-2022")]
    public void A_capture_of_a_twin_is_the_same_cluster(string scenario)
    {
        using ModuleSession session = new();
        IsTheSameAgain(session, StagedModule.Scenario(scenario));
    }

    [Theory]
    [InlineData("2012R2-11")]
    [InlineData("2016-12")]
    [InlineData("2019-13")]
    [InlineData("2022-14")]
    public void A_capture_of_a_generated_twin_is_the_same_cluster(string generated)
    {
        using ModuleSession session = new();
        IsTheSameAgain(
            session,
            Path.Combine(StagedModule.Checkout, "tests", "module", "data", "generated", $"{generated}.json"));
    }

    [Fact]
    public void What_only_hosts_and_parameters_tell_of_a_machine_is_captured()
    {
        using ModuleSession session = new();
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        JsonObject machine = inventory["roles"]!.AsArray()
            .Select(role => role!["virtualMachine"]).First(machine => machine is not null)!.AsObject();
        JsonObject told = JsonNode.Parse(
            """
            {
              "trustedPlatformModule": true, "guardians": ["Guardian (AB12)"], "automaticStopAction": "turnOff",
              "timeSynchronization": true, "remoteFx": true, "sharedDisks": false, "vlans": [10, 20],
              "replica": { "partner": "broker", "partnerRelease": "2019", "primary": true, "health": "normal" },
              "domainController": true, "offlineAction": "shutDown", "quickMigration": true, "guestShutdown": false
            }
            """)!.AsObject();
        foreach (KeyValuePair<string, JsonNode?> field in told)
        {
            machine[field.Key] = field.Value!.DeepClone();
        }

        JsonObject volume = inventory["storage"]!["sharedVolumes"]![0]!.AsObject();
        volume["backupInProgress"] = true;
        volume["deduplication"] = true;
        volume["replicated"] = false;
        session.Write("told.json", Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        IsTheSameAgain(session, Path.Combine(session.Folder, "told.json"));
    }

    private static void IsTheSameAgain(ModuleSession session, string path)
    {
        session.Succeed(
            """
            param($Path)
            $twin = New-ClusterTwin -Path $Path -Seed 1
            Enter-ClusterTwin $twin -Scope Runspace
            $null = Export-ClusterInventory ./captured.json
            Exit-ClusterTwin
            """,
            path);
        PSObject[] differences =
            [.. session.Succeed("param($Path) Compare-ClusterInventory $Path ./captured.json", path)];
        string[] unexplained = differences
            .Where(one => !IsExplained(one))
            .Select(one => one.ToString())
            .Distinct()
            .ToArray();
        Assert.Equal([], unexplained);

        // Made into a twin again and captured again, nothing is left to differ.
        session.Succeed(
            """
            $again = New-ClusterTwin ./captured.json
            Enter-ClusterTwin $again -Scope Runspace
            $null = Export-ClusterInventory ./again.json
            Exit-ClusterTwin
            """);
        Assert.Empty(session.Texts("Compare-ClusterInventory ./captured.json ./again.json"));
    }

    private static bool IsExplained(PSObject difference)
    {
        string name = $"{difference.Properties["SubjectKind"].Value}.{difference.Properties["Property"].Value}.";
        bool Among(string[] known) => known.Any(one => name.StartsWith($"{one}.", StringComparison.Ordinal));
        bool added = difference.Properties["Before"].Value is null or "";
        bool lost = difference.Properties["After"].Value is null or "";
        return (added && Among(Decided)) || (lost && Among(Unseen));
    }

    [Fact]
    public void A_capture_holds_affinity_rules_group_sets_and_volumes()
    {
        using ModuleSession session = new();
        JsonNode document = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        document["groupSets"] = JsonNode.Parse(
            """
            [
              {
                "name": "Back", "roles": ["VM1"], "startupDelaySeconds": 20, "startupSetting": "delay",
                "startupCount": 1, "isGlobal": true, "reserveSpareNode": false
              },
              {"name": "Front", "roles": ["VM2", "VM3"], "providerSets": ["Back"], "startupDelaySeconds": 0}
            ]
            """);
        document["affinityRules"] = JsonNode.Parse(
            """
            [{
              "name": "Apart", "kind": "differentNode", "roles": ["VM1", "VM2"], "volumes": ["Cluster Disk 2"],
              "enabled": true, "soft": true
            }]
            """);
        JsonNode guest = document["roles"]!.AsArray().First(role => (string?)role!["name"] == "VM1")!;
        guest["virtualMachine"]!["volume"] = "Volume1";
        JsonNode disk = document["storage"]!["sharedVolumes"]![0]!;
        (disk["sizeMiB"], disk["freeMiB"]) = (4000, 1000);
        session.Write("rules.json", Encoding.UTF8.GetBytes(document.ToJsonString()));
        session.Succeed("Enter-ClusterTwin (New-ClusterTwin ./rules.json) -Scope Runspace");
        JsonNode inventory = JsonNode.Parse(session.Texts("(Export-ClusterInventory).ToJson()")[0])!;
        Assert.Equal(document["affinityRules"]!.ToJsonString(), inventory["affinityRules"]!.ToJsonString());
        JsonNode captured = inventory["roles"]!.AsArray().First(role => (string?)role!["name"] == "VM1")!;
        Assert.Equal("Volume1", (string?)captured["virtualMachine"]!["volume"]);
        Assert.Equal(2, inventory["groupSets"]!.AsArray().Count);
        Assert.Equal("[\"Back\"]", inventory["groupSets"]![1]!["providerSets"]!.ToJsonString());
        foreach ((string field, JsonNode? value) in document["groupSets"]![0]!.AsObject())
        {
            Assert.Equal(value!.ToJsonString(), inventory["groupSets"]![0]![field]!.ToJsonString());
        }

        JsonNode volume = inventory["storage"]!["sharedVolumes"]![0]!;
        Assert.Equal(("4000", "1000"), (volume["sizeMiB"]!.ToJsonString(), volume["freeMiB"]!.ToJsonString()));
    }

    [Fact]
    public void A_capture_changes_nothing_and_shows_its_progress()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string before = Assert.Single(session.Texts("$twin.Revision"));
        session.Succeed("$null = Export-ClusterInventory");
        ProgressRecord[] shown =
            [.. session.Progress.Where(record => record.Activity == "Reading the cluster")];
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
        Assert.True(shown.Length > 3, "Each part of the cluster is named.");
        Assert.Equal(
            shown.Select(record => record.PercentComplete).Where(percent => percent >= 0).Order(),
            shown.Select(record => record.PercentComplete).Where(percent => percent >= 0));
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Theory]
    [InlineData("contoso-2012r2", "autoBalancerMode autoBalancerLevel maximumParallelMigrations", "")]
    [InlineData("cluster01-2019", "maximumParallelMigrations", "autoBalancerMode sameSubnetThreshold")]
    [InlineData("s2d-2022", "", "autoBalancerMode maximumParallelMigrations")]
    public void What_a_release_does_not_have_is_left_out(string scenario, string absent, string present)
    {
        using ModuleSession session = new ModuleSession().EnterTwin(scenario);
        JsonObject cluster = JsonNode.Parse(session.Texts("(Export-ClusterInventory).ToJson()")[0])!["cluster"]!
            .AsObject();
        string[] Named(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(Named(absent), name => Assert.False(cluster.ContainsKey(name), name));
        Assert.All(Named(present), name => Assert.True(cluster.ContainsKey(name), name));
    }

    [Fact]
    public void A_node_that_does_not_answer_is_unknown_and_keeps_no_other_from_being_read()
    {
        using ModuleSession session = new();
        session.Write("crash.yaml", Encoding.UTF8.GetBytes(
            """
            schema: rolling-upgrade/simulation/1
            faults:
              - { kind: nodeCrash, node: CONTOSO-HV03, atSeconds: 1 }
            """));
        session.Succeed(
            """
            param($Path)
            $twin = New-ClusterTwin $Path -Simulation ./crash.yaml
            Enter-ClusterTwin $twin -Scope Runspace
            Step-ClusterTwin -Seconds 600
            """,
            StagedModule.Scenario("contoso-2012r2"));
        JsonNode inventory = JsonNode.Parse(session.Texts("(Export-ClusterInventory -Verbose).ToJson()")[0])!;
        JsonNode[] nodes = [.. inventory["nodes"]!.AsArray().Select(node => node!)];
        JsonNode silent = Assert.Single(nodes, node => node["machine"] is null);
        Assert.Equal("CONTOSO-HV03", (string?)silent["name"]);
        Assert.Equal("down", (string?)silent["state"]);
        Assert.All(nodes.Where(node => node != silent), node => Assert.NotNull(node["machine"]!["observedAt"]));
        Assert.Contains(session.Verbose, line => line.Contains("CONTOSO-HV03 does not answer"));
    }

    [Fact]
    public void A_real_cluster_is_asked_in_parallel_and_a_silent_host_costs_its_own_facts_alone()
    {
        using ModuleSession session = new();
        string? path = Environment.GetEnvironmentVariable("PSModulePath");
        try
        {
            Environment.SetEnvironmentVariable(
                "PSModulePath", Path.Combine(StagedModule.Checkout, "tests", "module", "data", "modules"));
            session.Succeed(
                """
                # Remoting as far as a capture uses it: each machine answers under its name, one does not answer.
                function global:Invoke-Command {
                    [CmdletBinding()]
                    param($ComputerName, $ScriptBlock, $ThrottleLimit, $SessionOption)
                    foreach ($name in $ComputerName) {
                        if ($name -eq 'HV02') { Write-Error "Connecting to remote server $name failed."; continue }
                        $facts = '{"build":17763,"revision":1,"memoryMiB":65536,"features":["Hyper-V"],' +
                            '"profile":{"edition":"ServerDatacenter","guardians":null},' +
                            '"asked":{"utcNow":"2020-01-01T00:00:00Z"},' +
                            '"processor":{"vendor":"GenuineIntel","logicalProcessors":8,"hypervisorPresent":true,' +
                            '"secondLevelAddressTranslation":false},"adapters":[{"name":"NIC1",' +
                            '"addresses":["10.0.1.11/24"],"vlan":null}]}'
                        $answer = [psobject]::AsPSObject($facts)
                        $answer.PSObject.Properties.Add([psnoteproperty]::new('PSComputerName', $name))
                        $answer
                    }
                }
                function global:New-PSSessionOption {
                    param($OpenTimeout, $OperationTimeout, $MaxConnectionRetryCount)
                    'option'
                }
                """);
            Stopwatch watch = Stopwatch.StartNew();
            JsonNode inventory = JsonNode.Parse(session.Texts("(Export-ClusterInventory -Verbose).ToJson()")[0])!;
            // Eight hosts take two seconds each, HV03 of them refuses.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(14), $"It took {watch.Elapsed}.");
            JsonArray nodes = inventory["nodes"]!.AsArray();
            Assert.Equal(8, nodes.Count);
            Assert.Null(nodes[1]!["machine"]);
            JsonNode machine = nodes[0]!["machine"]!;
            Assert.Equal("2019", (string?)machine["release"]);
            Assert.Equal("Management", (string?)machine["adapters"]![0]!["network"]);
            Assert.Null(machine["processor"]!["secondLevelAddressTranslation"]);
            Assert.True((long)machine["profile"]!["clockOffsetSeconds"]! < 0);
            Assert.False(machine["profile"]!.AsObject().ContainsKey("guardians"));
            JsonArray roles = inventory["roles"]!.AsArray();
            Assert.Equal("vm1", (string?)roles[0]!["name"]);
            Assert.Equal("turnOff", (string?)roles[0]!["virtualMachine"]!["automaticStopAction"]);
            Assert.True((bool?)roles[0]!["virtualMachine"]!["timeSynchronization"]);
            Assert.False((bool?)roles[0]!["virtualMachine"]!["guestShutdown"]);
            Assert.Null(roles[2]!["virtualMachine"]);
            JsonArray administered = inventory["coordinator"]!["administratorOn"]!.AsArray();
            Assert.DoesNotContain(administered, name => (string?)name == "HV02");
            Assert.Equal("differentNode", (string?)inventory["affinityRules"]![0]!["kind"]);
            Assert.Equal(["vm1"], inventory["groupSets"]![0]!["roles"]!.AsArray().Select(name => (string)name!));
            Assert.Contains(session.Verbose, line => line.Contains("HV02 does not answer"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", path);
        }
    }
}

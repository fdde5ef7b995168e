using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Conformance.Tests;

/// <summary>Runbooks that retell documented walkthroughs, with the values of their pages.</summary>
public sealed class RunbookTests
{
    /// <summary>What is done outside the cluster's cmdlets: the installation of a machine.</summary>
    private const string Install =
        """
        $install = {
            param($Machine, $Release)
            $request = "{`"operation`":`"install`",`"machine`":`"$Machine`",`"release`":`"$Release`"}"
            [void]$Twin.Handle.Call([Text.Encoding]::UTF8.GetBytes($request), $null)
            Start-Sleep -Seconds 14400
        }
        """;

    /// <summary>"Get-VM" of the rolling-upgrade page; the uptimes to the second.</summary>
    [Fact]
    public void TheVirtualMachinesOfAHostAreThoseOfThePage()
    {
        JsonNode inventory = Scenario("cluster01-2019");
        JsonArray roles = inventory["roles"]!.AsArray();
        foreach (JsonNode role in roles.Select(role => role!).Where(role => (string?)role["name"] == "VM1"))
        {
            role["owner"] = "Node1";
        }

        using StandInSession session = Enter(inventory);
        (string Name, long Memory, string Uptime)[] rows =
        [
            ("VM1", 12288, "2.20:28:49.6670000"), ("VM2", 4096, "14.23:13:12.7370000"),
            ("VM3", 1216, "2.20:09:38.9450000"),
        ];
        IEnumerable<string> longestFirst = new[] { rows[1], rows[0], rows[2] }
            .Select(row => $"{row.Name} = [timespan]'{row.Uptime}'");
        string uptime = $"([ordered]@{{ {string.Join("; ", longestFirst)} }})";
        Collection<PSObject> machines = session.Run($"& {Path("virtual-machines-of-a-host")} {uptime} Node1");
        Assert.Empty(session.Errors);
        Assert.Equal(rows.Select(row => row.Name), machines.Select(machine => Value(machine, "Name")));
        foreach (((string _, long memory, string time), PSObject machine) in rows.Zip(machines))
        {
            Assert.Equal("Running", Value(machine, "State"));
            Assert.Equal("0", Value(machine, "CPUUsage"));
            Assert.Equal(memory * 1024 * 1024, (long)machine.Properties["MemoryAssigned"].Value);
            Assert.Equal("Operating normally", Value(machine, "Status"));
            Assert.Equal("8.0", Value(machine, "Version"));
            TimeSpan expected = TimeSpan.Parse(time, CultureInfo.InvariantCulture);
            TimeSpan difference = (TimeSpan)machine.Properties["Uptime"].Value - expected;
            Assert.True(difference.Duration() < TimeSpan.FromSeconds(3), $"{Value(machine, "Uptime")}, not {time}");
        }
    }

    [Fact]
    public void TheFourStagesFrom2012R2To2016()
    {
        JsonNode inventory = Scenario("contoso-2012r2");
        inventory["machines"] = new JsonArray();
        foreach (JsonNode role in inventory["roles"]!.AsArray().Select(role => role!))
        {
            // An eviction takes the node out of these lists, and the page says nothing of putting it back.
            role.AsObject().Remove("possibleOwners");
        }

        using StandInSession session = Enter(inventory);
        session.Run(Install);
        string found = session.Text($"& {Path("four-stages")} $install 2012R2 2016 14393 {FirstMachine(inventory)}");
        Assert.Equal(
            [
                "Stage 1: 4 old, 0 new, level 8",
                "Stage 2: 2 old, 2 new, level 8",
                "Stage 2, one node back: 3 old, 1 new, level 8",
                "Stage 3: 0 old, 4 new, level 8",
                "Stage 3, an old node again: 1 old, 3 new, level 8",
                "Version before: 5.0",
                "Stage 4: 0 old, 4 new, level 9",
                "Version after: 8.0",
                "Roles that have fallen: 0",
            ],
            found.Split('|'));
    }

    [Fact]
    public void AnUpdatingRunIsShownAsThePageShowsIt()
    {
        JsonNode inventory = Scenario("cluster01-2019");
        inventory["cluster"]!["name"] = "CONTOSO-FC1";
        inventory["cluster"]!["updating"] = JsonNode.Parse(
            """
            {
              "present": true, "enabled": true, "runInProgress": true,
              "run": {
                "id": "834dd11e-584b-41f2-8d22-4c9c0471dbad", "startedAt": "2011-10-13T13:35:39Z",
                "orchestrator": "NODE1",
                "inProgress": [{"node": "NODE1", "status": "Waiting", "at": "2011-10-13T13:35:49Z"}],
                "finished": [{"node": "NODE2", "status": "Succeeded", "succeeded": 0, "failed": 0}]
              }
            }
            """);
        using StandInSession session = Enter(inventory);
        const string Show =
            """
            "$($run.RunId) $($run.RunStartTime.ToString('s')) $($run.CurrentOrchestrator)"
            $run.NodeStatusNotifications | % { "$($_.Node) $($_.Status) $($_.Timestamp.ToString('s'))" }
            $run.NodeResults | % {
                "$($_.Node) $($_.Status) [$($_.ErrorRecordData)] $($_.NumberOfSucceededUpdates) " +
                    "$($_.NumberOfFailedUpdates) $($_.InstallResults.GetType().IsArray)"
            }
            """;
        Assert.Equal(
            [
                "834dd11e-584b-41f2-8d22-4c9c0471dbad 2011-10-13T13:35:39 NODE1",
                "NODE1 Waiting 2011-10-13T13:35:49",
                "NODE2 Succeeded [] 0 0 True",
            ],
            session.Text($"$run = & {Path("updating-run")} CONTOSO-FC1\n{Show}").Split('|'));
        using StandInSession idle = new("cluster01-2019");
        Assert.Equal("No Updating Run is in the way.", idle.Text($"& {Path("updating-run")} Cluster01"));
        Assert.Equal("No Updating Run is currently in progress on cluster Cluster01.", Assert.Single(idle.Warnings));
    }

    /// <summary>From 2012 to 2019: through a new cluster of 2016, and from there by one rolling pass.</summary>
    [Fact]
    public void TwoNodesOnTheSameHardware()
    {
        JsonNode old = TwoNodes("older", 9200, 7, "OLD");
        using (StandInSession session = Enter(old))
        {
            Assert.Equal(
                ["Nodes: NODE2", "Roles that are not online on NODE2: 0"],
                session.Text($"& {Path("same-hardware-old-cluster")} NODE1 NODE2").Split('|'));

            // The new cluster is made, and the roles are copied, by cmdlets and wizards that no twin answers.
            Assert.StartsWith(
                "TwinNotModelled", session.Error("New-Cluster -Name cluster1 -Node NODE1").FullyQualifiedErrorId);
        }

        JsonNode inventory = TwoNodes("2016", 14393, 9, "CLUSTER1");
        JsonNode second = inventory["nodes"]!.AsArray()[1]!.DeepClone();
        inventory["nodes"]!.AsArray().RemoveAt(1);
        JsonNode machine = second["machine"]!.DeepClone();
        machine["release"] = "2019";
        machine["build"] = 17763;
        inventory["machines"] = new JsonArray(new JsonObject { ["name"] = "NODE2", ["machine"] = machine });
        foreach (JsonNode role in inventory["roles"]!.AsArray().Select(role => role!))
        {
            role["owner"] = "NODE1";
        }

        using StandInSession next = Enter(inventory);
        next.Run(Install);
        Assert.Equal(
            [
                "Begin: NODE1 14393 Up, level 9",
                "Mixed: NODE1 14393 Up, NODE2 17763 Up, level 9",
                "Roles that do not run on NODE2: 0",
                "All new: NODE1 17763 Up, NODE2 17763 Up, level 9",
                "End: NODE1 17763 Up, NODE2 17763 Up, level 10",
            ],
            next.Text($"& {Path("same-hardware-new-cluster")} $install NODE1 NODE2 2019").Split('|'));
    }

    [Fact]
    public void ASwitchComesBackPrivateAndThePoolHasAReserve()
    {
        JsonNode inventory = Scenario("s2d-2022");
        JsonNode pool = inventory["storage"]!["pools"]!.AsArray()[0]!;
        pool["name"] = "S2D on WS2019-Clus";
        pool["sizeMiB"] = 10223616;
        pool["allocatedMiB"] = 1541407;
        string text = inventory.ToJsonString().Replace(
            $"\"{FirstSwitch(inventory)}\"", "\"vSwitch-SET\"", StringComparison.Ordinal);
        JsonObject simulation = new()
        {
            ["schema"] = "rolling-upgrade/simulation/1",
            ["installDefects"] = new JsonArray(new JsonObject
            {
                ["machine"] = "Server1",
                ["privateSwitches"] = new JsonArray("vSwitch-SET"),
            }),
        };
        using StandInSession session = new(Encoding.UTF8.GetBytes(text), simulation);
        string[] lines = session.Text($"& {Path("switch-and-pool")} Server1 vSwitch-SET").Split('|');
        Assert.Equal(["Before: vSwitch-SET External", "After: vSwitch-SET Private"], lines[..2]);
        Assert.All(lines[2..4], line => Assert.StartsWith("Primordial OK Healthy True", line));
        Assert.Equal("S2D on WS2019-Clus OK Healthy False 9.75 1.47 8.28", Assert.Single(lines[4..]));
    }

    private static JsonNode Scenario(string name) => JsonNode.Parse(File.ReadAllText(StagedModule.Scenario(name)))!;

    private static StandInSession Enter(JsonNode inventory) =>
        new(Encoding.UTF8.GetBytes(inventory.ToJsonString()), null);

    private static string Path(string runbook) =>
        $"'{System.IO.Path.Combine(StagedModule.Checkout, "tests", "runbooks", runbook)}.ps1'";

    private static string Value(PSObject item, string property) => $"{item.Properties[property].Value}";

    private static string FirstMachine(JsonNode inventory) => (string)inventory["roles"]!.AsArray()
        .First(role => (string?)role!["kind"] == "virtualMachine")!["name"]!;

    private static string FirstSwitch(JsonNode inventory) =>
        (string)inventory["nodes"]![0]!["machine"]!["switches"]![0]!["name"]!;

    /// <summary>Two nodes of a release, each with a file server and room for both.</summary>
    private static JsonNode TwoNodes(string release, int build, int level, string cluster)
    {
        JsonNode inventory = Scenario("cluster01-2019");
        JsonArray nodes = inventory["nodes"]!.AsArray();
        nodes.RemoveAt(2);
        for (int place = 0; place < 2; place++)
        {
            nodes[place]!["name"] = $"NODE{place + 1}";
            nodes[place]!["machine"]!["release"] = release;
            nodes[place]!["machine"]!["build"] = build;
        }

        inventory["cluster"]!["name"] = cluster;
        inventory["cluster"]!["functionalLevel"] = level;
        inventory["roles"] = JsonNode.Parse(
            """
            [
              {"name": "Cluster Group", "id": "g1", "kind": "cluster", "owner": "NODE1"},
              {"name": "Files", "id": "g2", "kind": "fileServer", "owner": "NODE1"},
              {"name": "Archive", "id": "g3", "kind": "fileServer", "owner": "NODE2"}
            ]
            """);
        foreach (string part in new[] { "storage", "coordinator", "directory", "domainControllers" })
        {
            inventory.AsObject().Remove(part);
        }

        inventory["cluster"]!.AsObject().Remove("validatedAt");
        return inventory;
    }
}

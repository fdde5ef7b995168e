using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Module.Tests;

/// <summary>The script that runs on each machine: it parses, changes nothing, and says what the machine says.</summary>
public sealed class NodeFactsTests
{
    private static readonly string Script = Read("module", "src", "RollingUpgrade", "Execution", "NodeFacts.ps1");
    private static readonly string Hosted = Read("module", "src", "RollingUpgrade", "Execution", "HostedFacts.ps1");

    /// <summary>A host with one clustered VM, which has a virtual TPM and a replica, and a volume.</summary>
    private const string Hosts =
        """
        function Get-VM {
            New-Fake @{
                Id = 'BBBB0000-0000-0000-0000-000000000001'; IsClustered = $true; ReplicationState = 'Replicating'
            }
            New-Fake @{ Id = 'local'; IsClustered = $false; ReplicationState = 'Disabled' }
        }
        function New-Guardian($Name, $Print) {
            New-Fake @{ Name = $Name; SigningCertificate = (New-Fake @{ Thumbprint = $Print }) }
        }
        function Get-HgsGuardian { New-Guardian 'UntrustedGuardian' 'AB12' }
        function Get-VMSecurity { param($VM) New-Fake @{ TpmEnabled = $true } }
        function Get-VMKeyProtector { param($VM) , [byte[]] (1, 2) }
        function ConvertTo-HgsKeyProtector {
            param($Bytes)
            New-Fake @{ Owner = (New-Guardian $null 'AB12'); Guardians = @(New-Guardian 'Other' 'CD34') }
        }
        function Get-VMReplication {
            param($VM)
            New-Fake @{ Mode = 'Primary'; ReplicaServer = 'broker'; PrimaryServer = 'HV01'; Health = 'Warning' }
        }
        function Get-SRGroup { New-Fake @{ Replicas = @(New-Fake @{ DataVolume = 'C:\ClusterStorage\Volume1\' }) } }
        function Get-CimInstance {
            param($ClassName, $Namespace)
            if ($ClassName -ne 'MSCluster_ClusterSharedVolume') { throw "There is no class $ClassName." }
            New-Fake @{ Name = 'C:\ClusterStorage\Volume1'; BackupState = 1 }
        }
        """;
    private static readonly string Fakes = Read("tests", "module", "data", "FakeMachine.ps1");

    [Fact]
    public void Every_part_of_a_machine_is_read()
    {
        JsonNode facts = Facts(string.Empty);
        JsonNode expected = JsonNode.Parse(
            """
            {
              "build": 17763, "revision": 5206, "memoryMiB": 262144, "domain": "contoso.com", "storagePaths": 6,
              "processor": {
                "vendor": "GenuineIntel", "model": "Intel(R) Xeon(R) Gold 6230", "logicalProcessors": 32,
                "secondLevelAddressTranslation": false, "hypervisorPresent": true
              },
              "features": ["Hyper-V"],
              "switches": [{
                "name": "Tenant", "kind": "external", "teaming": "set", "members": ["NIC1", "NIC2"],
                "bandwidthMode": "weight", "singleRoot": false
              }],
              "adapters": [
                {
                  "name": "NIC1", "kind": "physical", "vlan": null, "megabitsPerSecond": 25000, "rdma": true,
                  "addresses": [], "gateway": null, "registersInDns": false, "packetBytes": 9014,
                  "dataCenterBridging": true, "switch": null, "driver": "1.2.3"
                },
                {
                  "name": "vEthernet (Storage)", "kind": "hostVirtual", "vlan": 711, "megabitsPerSecond": 10000,
                  "rdma": false, "addresses": ["10.0.3.11/24"], "gateway": "10.0.3.1",
                  "nameServers": ["10.0.1.5", "10.0.1.6"], "registersInDns": null, "packetBytes": null,
                  "dataCenterBridging": null, "switch": "Tenant"
                }
              ],
              "disks": [{ "serialNumber": "S1", "sizeMiB": 1024, "boot": true, "pooled": false, "health": "healthy" }],
              "hyperV": {
                "maximumMigrations": 4, "maximumStorageMigrations": 2, "migrationTransport": "smb",
                "migrationAuthentication": "kerberos", "migrationEnabled": true, "virtualMachinePath": "C:\\VMs",
                "virtualHardDiskPath": "C:\\VHDs", "macAddressMinimum": "00155D010200",
                "macAddressMaximum": "00155D0102FF", "migrationNetworks": ["10.0.3.0/24"]
              },
              "pendingRestart": false, "bootsFromVhd": false, "storageServer": false,
              "unclusteredVirtualMachines": ["local1"], "unread": [],
              "profile": {
                "edition": "ServerDatacenter",
                "multipath": {
                  "policy": null,
                  "disks": [
                    { "serialNumber": "LUN1", "paths": 4, "policy": "LQD" },
                    { "serialNumber": "LUN2", "paths": 2 }
                  ]
                },
                "initiators": [
                  { "kind": "iscsi", "name": "iqn.1991-05.com.microsoft:hv01", "targets": ["iqn.target"],
                    "portals": ["10.0.3.100"] }
                ],
                "certificates": [{
                  "thumbprint": "AB12", "store": "My", "subject": "CN=hv01", "notAfter": "2027-01-02T03:04:05Z",
                  "privateKey": true
                }],
                "guardians": ["Untrusted"],
                "firewallRules": ["WINRM-HTTP-In-TCP", "Backup agent"],
                "services": [{ "name": "BackupAgent", "start": "automatic" }],
                "powerPlan": "High performance", "pageFile": "C:\\pagefile.sys 4096 8192",
                "timeSource": "domain hierarchy", "credentialGuard": true, "mitigations": "default",
                "firmware": "2.12.2", "systemDrive": null, "isVirtual": false, "clusterRemnants": false,
                "updates": {
                  "remoting": true, "source": "http://wsus:8530", "installsOnSchedule": true,
                  "remoteShutdownRule": true
                }
              }
            }
            """)!;
        facts.AsObject().Remove("asked");
        facts["profile"]!["systemDrive"] = null;
        Assert.True(
            JsonNode.DeepEquals(expected, facts),
            $"expected {expected.ToJsonString()}{Environment.NewLine}but got {facts.ToJsonString()}");
    }

    [Fact]
    public void A_host_says_of_its_guests_and_volumes_what_no_cmdlet_of_the_cluster_tells()
    {
        JsonNode expected = JsonNode.Parse(
            """
            {
              "guests": [{
                "id": "bbbb0000-0000-0000-0000-000000000001", "trustedPlatformModule": true,
                "guardians": ["UntrustedGuardian (AB12)", "Other (CD34)"],
                "replica": { "partner": "broker", "primary": true, "health": "warning" }
              }],
              "volumes": [{ "friendlyName": "Volume1", "backupInProgress": true, "replicated": true }]
            }
            """)!;
        JsonNode found = Facts(Hosts, Hosted);
        Assert.True(
            JsonNode.DeepEquals(expected, found),
            $"expected {expected.ToJsonString()}{Environment.NewLine}but got {found.ToJsonString()}");

        // A host that has none of these features tells nothing of them, and still of the rest.
        JsonNode bare = Facts(
            $"{Hosts}\nfunction Get-VMSecurity {{ throw 'no' }}\nfunction Get-SRGroup {{ throw 'no' }}", Hosted);
        Assert.Null(bare["guests"]![0]!["trustedPlatformModule"]);
        Assert.Equal("broker", (string?)bare["guests"]![0]!["replica"]!["partner"]);
        Assert.Null(bare["volumes"]![0]!["replicated"]);
    }

    [Theory]
    [InlineData("Get-VMSwitch", "switches")]
    [InlineData("Get-WindowsFeature", "features")]
    [InlineData("Get-NetFirewallRule", "profile.firewallRules")]
    [InlineData("Get-ChildItem", "profile.certificates")]
    [InlineData("Get-VMHost", "hyperV")]
    [InlineData("Get-VMNetworkAdapterVlan", "adapters.1.vlan")]
    [InlineData("Get-NetAdapterRdma", "adapters.0.rdma")]
    [InlineData("Get-InitiatorPort", "profile.initiators")]
    public void What_can_not_be_read_hides_no_other_part(string cmdlet, string lost)
    {
        JsonNode whole = Facts(string.Empty);
        JsonNode facts = Facts($"function {cmdlet} {{ throw 'Access is denied.' }}");
        string[] path = lost.Split('.');
        JsonNode? without = path.Aggregate(
            (JsonNode?)facts, (node, name) => int.TryParse(name, out int place) ? node?[place] : node?[name]);
        Assert.True(without is null or JsonArray { Count: 0 }, $"{lost} is {without?.ToJsonString()}");
        Assert.Equal(
            whole["profile"]!["pageFile"]!.ToJsonString(), facts["profile"]!["pageFile"]!.ToJsonString());
        Assert.Equal(whole["disks"]!.ToJsonString(), facts["disks"]!.ToJsonString());
    }

    [Theory]
    [InlineData("Get-WindowsFeature", "features")]
    [InlineData("Get-VMSwitch", "switches")]
    [InlineData("Get-NetAdapter", "adapters")]
    [InlineData("Get-NetIPAddress", "addresses")]
    [InlineData("Get-VM", "unclusteredVirtualMachines")]
    public void A_list_that_can_not_be_read_is_named_and_not_taken_for_empty(string cmdlet, string list)
    {
        JsonNode facts = Facts($"function {cmdlet} {{ throw 'Access is denied.' }}");
        Assert.Equal([list], facts["unread"]!.AsArray().Select(name => (string?)name));
        JsonNode bare = Facts(
            "function Get-WindowsFeature { } function Get-VMSwitch { throw 'no' } function Get-VM { throw 'no' }");
        Assert.Empty(bare["unread"]!.AsArray());
    }

    [Theory]
    [InlineData("NodeFacts.ps1")]
    [InlineData("HostedFacts.ps1")]
    [InlineData("CoordinatorFacts.ps1")]
    [InlineData("CriticalEvents.ps1")]
    public void The_scripts_parse_and_call_only_what_reads(string name)
    {
        string script = Read("module", "src", "RollingUpgrade", "Execution", name);
        ScriptBlockAst parsed = Parser.ParseInput(script, out _, out ParseError[] errors);
        Assert.Empty(errors);
        string[] verbs = ["Get", "Test", "Read", "ForEach", "Where", "ConvertTo"];
        // A program that only shows what there is.
        Assert.All(
            parsed.FindAll(node => node is CommandAst, true).Cast<CommandAst>()
                .Where(call => call.GetCommandName() == "mpclaim"),
            call => Assert.Equal("mpclaim -s -d", call.Extent.Text));
        // A query of the event log, and a list for what it finds.
        Assert.All(
            parsed.FindAll(node => node is CommandAst, true).Cast<CommandAst>()
                .Where(call => call.GetCommandName() == "New-Object"),
            call => Assert.Matches(
                @"^New-Object System\.(Diagnostics\.Eventing\.Reader|Collections)\.", call.Extent.Text));
        IEnumerable<string> calls = parsed.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>()
            .Select(call => call.GetCommandName())
            .Where(call => call is not null and not "mpclaim" and not "New-Object")!;
        Assert.All(calls, call => Assert.Contains(call.Split('-')[0], verbs));
        // Files that are written by redirection, or types that act, would not show up as commands.
        Assert.Empty(parsed.FindAll(node => node is FileRedirectionAst, searchNestedScriptBlocks: true));
        Assert.All(
            parsed.FindAll(node => node is InvokeMemberExpressionAst, searchNestedScriptBlocks: true)
                .Cast<InvokeMemberExpressionAst>(),
            call => Assert.Contains(call.Member.Extent.Text, Methods));
        // PowerShell 4.0 knows neither the null-coalescing operators nor the ternary one.
        Assert.DoesNotContain("??", script);
        Assert.Empty(parsed.FindAll(node => node is TernaryExpressionAst, searchNestedScriptBlocks: true));
    }

    /// <summary>Methods that the scripts call: each reads, or changes only a value of the script itself.</summary>
    private static readonly string[] Methods =
    [
        "Add", "ContainsKey", "CreateInstance", "CreateUpdateSearcher", "Dispose", "FindOne", "FormatDescription",
        "GetComputerDomain", "GetCurrent", "GetHostAddresses", "GetTypeFromProgID", "LastIndexOf", "Max", "new",
        "Parse", "ReadEvent", "Remove", "Search", "Split", "Substring", "ToLowerInvariant", "ToString",
        "ToUniversalTime", "Trim", "TrimEnd",
    ];

    private static JsonNode Facts(string extra) => Facts(extra, Script);

    private static JsonNode Facts(string extra, string script)
    {
        using ModuleSession session = new(import: false);
        session.Succeed("param($Fakes) . ([scriptblock]::Create($Fakes))", $"{Fakes}\n{extra}");
        PSObject[] output = [.. session.Succeed("param($Script) & ([scriptblock]::Create($Script))", script)];
        string text = Assert.IsType<string>(Assert.Single(output).BaseObject);
        try
        {
            return JsonNode.Parse(text)!;
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException(text, error);
        }
    }

    private static string Read(params string[] parts) =>
        File.ReadAllText(Path.Combine([Conformance.Tests.StagedModule.Checkout, .. parts]));
}

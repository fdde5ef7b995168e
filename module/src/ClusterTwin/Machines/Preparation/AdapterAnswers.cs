using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>Adapters, addresses and teams of one machine.</summary>
internal static class AdapterAnswers
{
    private const string Jumbo = "*JumboPacket";
    private const string Vlan = "VlanID";
    private const string Everywhere = "0.0.0.0/0";

    /// <summary>Get-NetAdapter.</summary>
    public static IEnumerable<object> Adapter(GuardedCall call, string machine) =>
        Show(call, machine, "Name", "NetAdapter/MSFT_NetAdapter", adapter =>
        [
            ("Name", adapter.Text("name"u8)),
            ("Status", "Up"),
            ("DriverVersionString", adapter.OptionalText("driver"u8)),
            ("ReceiveLinkSpeed", adapter.LongNumber("megabitsPerSecond"u8) * 1_000_000),
        ]);

    /// <summary>Get-NetAdapterRdma.</summary>
    public static IEnumerable<object> Rdma(GuardedCall call, string machine) =>
        Show(call, machine, "Name", "MSFT_NetAdapterRdmaSettingData", adapter =>
            [("Name", adapter.Text("name"u8)), ("Enabled", adapter.Flag("rdma"u8))]);

    /// <summary>Get-NetAdapterQos.</summary>
    public static IEnumerable<object> Bridging(GuardedCall call, string machine) =>
        Show(call, machine, "Name", "MSFT_NetAdapterQosSettingData", adapter =>
            [("Name", adapter.Text("name"u8)), ("Enabled", adapter.Flag("dataCenterBridging"u8))]);

    /// <summary>Get-DnsClient.</summary>
    public static IEnumerable<object> NameService(GuardedCall call, string machine) =>
        Show(call, machine, "InterfaceAlias", "DnsClient/MSFT_DNSClient", adapter =>
        [
            ("InterfaceAlias", adapter.Text("name"u8)),
            ("RegisterThisConnectionsAddress", Bench.Part(adapter, "registersInDns") is null
                ? null : adapter.Flag("registersInDns"u8)),
        ]);

    /// <summary>Get-NetAdapterAdvancedProperty: the size of packets and the VLAN.</summary>
    public static IEnumerable<object> Property(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string keyword = Keyword(call, bench);
        return Show(call, machine, "Name", "MSFT_NetAdapterAdvancedPropertySettingData", adapter =>
        [
            ("Name", adapter.Text("name"u8)),
            ("RegistryKeyword", keyword),
            ("RegistryValue", Bench.Part(adapter, keyword == Vlan ? "vlan" : "packetBytes") is { } value
                ? new[] { value.ToString() } : null),
        ]);
    }

    /// <summary>Set-NetAdapterAdvancedProperty.</summary>
    public static IEnumerable<object> SetProperty(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string field = Keyword(call, bench) == Vlan ? "vlan" : "packetBytes";
        return bench.Prepare("setAdapter", ("adapter", bench.Text("Name")), (field, Number(bench, "RegistryValue")));
    }

    /// <summary>Enable-NetAdapterRdma.</summary>
    public static IEnumerable<object> EnableRdma(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("setAdapter", ("adapter", bench.Text("Name")), ("rdma", true));
    }

    /// <summary>Enable-NetAdapterQos.</summary>
    public static IEnumerable<object> EnableBridging(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("setAdapter", ("adapter", bench.Text("Name")), ("dataCenterBridging", true));
    }

    /// <summary>Set-DnsClient.</summary>
    public static IEnumerable<object> SetNameService(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare(
            "setAdapter",
            ("adapter", bench.Text("InterfaceAlias")),
            ("registersInDns", call.IsOn("RegisterThisConnectionsAddress")));
    }

    /// <summary>Get-NetIPAddress.</summary>
    public static IEnumerable<object> Address(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        (string alias, string wanted) = (bench.Text("InterfaceAlias"), bench.Text("IPAddress"));
        object[] found = Bench.Items(bench.Part("adapters"))
            .Where(one => alias.Length == 0 || NamePattern.Same(Bench.Bare(one.Text("name"u8)), Bench.Bare(alias)))
            .SelectMany(one => one.Texts("addresses"u8).Select(address => (Adapter: one, Parts: address.Split('/'))))
            .Where(one => wanted.Length == 0 || one.Parts[0] == wanted)
            .SelectMany(one => Bench.One(
                "NetTCPIP/MSFT_NetIPAddress",
                ("InterfaceAlias", one.Adapter.Text("name"u8)),
                ("IPAddress", one.Parts[0]),
                ("PrefixLength", one.Parts.Length > 1 ? one.Parts[1] : null)))
            .ToArray();
        return found.Length > 0 || wanted.Length == 0 ? found : bench.NotFound("address", wanted);
    }

    /// <summary>New-NetIPAddress.</summary>
    public static IEnumerable<object> AddAddress(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare(
            "addAddress",
            ("adapter", bench.Text("InterfaceAlias")),
            ("address", $"{bench.Text("IPAddress")}/{bench.Text("PrefixLength")}"));
    }

    /// <summary>Get-NetRoute: the default one of each adapter.</summary>
    public static IEnumerable<object> Route(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        DefaultRoute(call, bench);
        string alias = bench.Text("InterfaceAlias");
        object[] found = Bench.Items(bench.Part("adapters"))
            .Where(one => alias.Length == 0 || NamePattern.Same(Bench.Bare(one.Text("name"u8)), Bench.Bare(alias)))
            .Where(one => one.OptionalText("gateway"u8) is not null)
            .SelectMany(one => Bench.One(
                "NetTCPIP/MSFT_NetRoute",
                ("InterfaceAlias", one.Text("name"u8)),
                ("DestinationPrefix", Everywhere),
                ("NextHop", one.Text("gateway"u8))))
            .ToArray();
        return found.Length > 0 || alias.Length == 0 ? found : bench.NotFound("route", Everywhere);
    }

    /// <summary>New-NetRoute.</summary>
    public static IEnumerable<object> AddRoute(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        DefaultRoute(call, bench);
        return bench.Prepare(
            "setAdapter", ("adapter", bench.Text("InterfaceAlias")), ("gateway", bench.Text("NextHop")));
    }

    /// <summary>Get-DnsClientServerAddress.</summary>
    public static IEnumerable<object> NameServers(GuardedCall call, string machine) =>
        Show(call, machine, "InterfaceAlias", "DnsClient/MSFT_DNSClientServerAddress", adapter =>
        [
            ("InterfaceAlias", adapter.Text("name"u8)),
            ("ServerAddresses", Bench.Texts(Bench.Part(adapter, "nameServers")).ToArray()),
        ]);

    /// <summary>Set-DnsClientServerAddress.</summary>
    public static IEnumerable<object> SetNameServers(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare(
            "setAdapter",
            ("adapter", bench.Text("InterfaceAlias")),
            ("nameServers", List(call.Texts("ServerAddresses"))));
    }

    private static void DefaultRoute(GuardedCall call, Bench bench)
    {
        if (bench.Text("DestinationPrefix") is { Length: > 0 } prefix && prefix != Everywhere)
        {
            call.RefuseNotModelled($"the route to '{prefix}'");
        }
    }

    /// <summary>Get-NetLbfoTeam.</summary>
    public static IEnumerable<object> Team(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string wanted = bench.Text("Name");
        JsonElement teams = call.Context.Call("teams", ("machine", machine));
        object[] found = teams.EnumerateObject()
            .Where(team => wanted.Length == 0 || NamePattern.Same(team.Name, wanted))
            .SelectMany(team => Bench.One(
                "NetLbfo/MSFT_NetLbfoTeam", ("Name", team.Name), ("Members", Bench.Texts(team.Value).ToArray())))
            .ToArray();
        return found.Length > 0 || wanted.Length == 0 ? found : bench.NotFound("team", wanted);
    }

    /// <summary>New-NetLbfoTeam.</summary>
    public static IEnumerable<object> AddTeam(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("addTeam", ("name", bench.Text("Name")), ("members", List(call.Texts("TeamMembers"))));
    }

    /// <summary>A list as a document holds it.</summary>
    internal static JsonArray List(IEnumerable<string> texts) =>
        new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>A whole number; null where none was given.</summary>
    internal static JsonNode? Number(Bench bench, string parameter) =>
        long.TryParse(bench.Text(parameter), out long value) ? JsonValue.Create(value) : null;

    private static string Keyword(GuardedCall call, Bench bench)
    {
        string keyword = bench.Text("RegistryKeyword");
        if (!NamePattern.Same(keyword, Jumbo) && !NamePattern.Same(keyword, Vlan))
        {
            call.RefuseNotModelled($"the property '{keyword}'");
        }

        return NamePattern.Same(keyword, Vlan) ? Vlan : Jumbo;
    }

    private static IEnumerable<object> Show(
        GuardedCall call,
        string machine,
        string parameter,
        string type,
        Func<JsonElement, (string Name, object? Value)[]> properties)
    {
        Bench bench = new(call, machine);
        string wanted = bench.Text(parameter);
        if (wanted.Length == 0)
        {
            return Bench.Items(bench.Part("adapters")).SelectMany(one => Bench.One(type, properties(one))).ToArray();
        }

        return bench.Adapter(wanted) is { } adapter
            ? Bench.One(type, properties(adapter))
            : bench.NotFound("adapter", wanted);
    }
}

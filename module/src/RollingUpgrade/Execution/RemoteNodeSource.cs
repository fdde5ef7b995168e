using System.Management.Automation;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>Real machines, asked through PowerShell remoting by one read-only script block.</summary>
internal sealed class RemoteNodeSource : INodeSource
{
    private static readonly Lazy<string> FactsScript = new(ReadScript);
    private readonly ClusterCommands _commands;
    private readonly IReadOnlyDictionary<string, string> _replacements;
    private readonly Action<string> _tell;
    private IReadOnlyList<Network>? _networks;

    /// <param name="commands">The cluster, for its networks.</param>
    /// <param name="replacements">Machines that take the place of a node, by the node's name.</param>
    /// <param name="tell">Tells the administrator what to do.</param>
    internal RemoteNodeSource(
        ClusterCommands commands, IReadOnlyDictionary<string, string> replacements, Action<string> tell)
    {
        _commands = commands;
        _replacements = replacements;
        _tell = tell;
    }

    public JsonObject Facts(string machine)
    {
        JsonObject answer = new() { ["name"] = machine, ["reachable"] = false };
        if (Ask(machine) is { } facts)
        {
            answer["reachable"] = true;
            answer["facts"] = Complete(facts);
        }

        return answer;
    }

    public IReadOnlyList<JsonObject> StandingReady() =>
        _replacements.Select(pair => new JsonObject { ["name"] = pair.Value, ["replaces"] = pair.Key }).ToArray();

    public void Install(InstallRequest request)
    {
        string how = request.InPlace ? "upgrade it in place to" : "install";
        string place = request.Node.Equals(request.Machine, StringComparison.OrdinalIgnoreCase)
            ? string.Empty
            : $" It takes the place of {request.Node}.";
        _tell(
            $"Now it is your turn on {request.Machine}: {how} Windows Server {request.Release}, "
            + "then give it the roles, "
            + $"switches, networks and storage paths that {request.Node} had, and join it to the domain.{place} "
            + "The run looks at the machine again and again, and goes on by itself when all of it is there.");
    }

    private JsonObject? Ask(string machine)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("param($Machine, $Script) Invoke-Command -ComputerName $Machine -ScriptBlock $Script", true)
            .AddParameter("Machine", machine)
            .AddParameter("Script", ScriptBlock.Create(FactsScript.Value));
        try
        {
            string? text = shell.Invoke().LastOrDefault()?.BaseObject as string;
            return text is null ? null : JsonNode.Parse(text)?.AsObject();
        }
        catch (Exception error) when (error is RuntimeException and not PipelineStoppedException or JsonException)
        {
            // A machine that is being installed does not answer for an hour; that is a fact, not an error.
            return null;
        }
    }

    /// <summary>Adds what one machine can't know of itself and takes out what only helped to find it.</summary>
    private JsonObject Complete(JsonObject facts)
    {
        facts["release"] = Releases.OfBuild((int)(facts["build"] ?? 0));
        if (facts["processor"] is JsonObject processor)
        {
            bool hidden = processor["hypervisorPresent"]?.GetValue<bool>() == true
                && processor["secondLevelAddressTranslation"]?.GetValue<bool>() == false;
            processor.Remove("hypervisorPresent");
            if (hidden)
            {
                // Windows hides the extension from the parent partition while the hypervisor runs.
                processor.Remove("secondLevelAddressTranslation");
            }
        }

        foreach (JsonObject adapter in (facts["adapters"] as JsonArray ?? []).OfType<JsonObject>())
        {
            JsonArray addresses = adapter["addresses"] as JsonArray ?? [];
            adapter.Remove("addresses");
            if (NetworkOf(addresses) is { } network)
            {
                adapter["network"] = network;
            }
        }

        foreach (string name in facts.Where(field => field.Value is null).Select(field => field.Key).ToArray())
        {
            facts.Remove(name);
        }

        return facts;
    }

    private string? NetworkOf(JsonArray addresses)
    {
        _networks ??= ReadNetworks();
        IEnumerable<IPAddress> parsed = addresses
            .Select(address => IPAddress.TryParse((string?)address?["address"], out IPAddress? found) ? found : null)
            .OfType<IPAddress>();
        return parsed.SelectMany(address => _networks.Where(network => network.Holds(address)))
            .FirstOrDefault()?.Name;
    }

    private IReadOnlyList<Network> ReadNetworks() =>
        _commands.Invoke(new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterNetwork")).Objects
            .Select(Network.Of)
            .OfType<Network>()
            .ToArray();

    private static string ReadScript()
    {
        using Stream stream = typeof(RemoteNodeSource).Assembly.GetManifestResourceStream("NodeFacts.ps1")
            ?? throw new InvalidOperationException("The module was built without its script for node facts.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A cluster network as far as an address belongs to it.</summary>
    private sealed class Network
    {
        private readonly byte[] _address;
        private readonly byte[] _mask;

        private Network(string name, byte[] address, byte[] mask)
        {
            Name = name;
            _address = address;
            _mask = mask;
        }

        internal string Name { get; }

        internal static Network? Of(PSObject network) =>
            network.Text("Name") is { } name
            && IPAddress.TryParse(network.Text("Address"), out IPAddress? address)
            && IPAddress.TryParse(network.Text("AddressMask"), out IPAddress? mask)
            && address.GetAddressBytes().Length == mask.GetAddressBytes().Length
                ? new Network(name, address.GetAddressBytes(), mask.GetAddressBytes())
                : null;

        internal bool Holds(IPAddress candidate)
        {
            byte[] bytes = candidate.GetAddressBytes();
            return bytes.Length == _address.Length
                && !bytes.Where((part, index) => (part & _mask[index]) != (_address[index] & _mask[index])).Any();
        }
    }
}

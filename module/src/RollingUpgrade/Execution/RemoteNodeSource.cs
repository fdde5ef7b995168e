using System.Management.Automation;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>Real machines, asked through PowerShell remoting by one read-only script block.</summary>
internal sealed class RemoteNodeSource : INodeSource
{
    private static readonly Lazy<string> FactsScript = new(() => EmbeddedScript.Read("NodeFacts.ps1"));
    private readonly ClusterCommands _commands;
    private readonly IReadOnlyDictionary<string, string> _replacements;
    private readonly Action<string> _tell;
    private IReadOnlyList<NetworkRange>? _networks;

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

    public JsonObject Facts(string machine) => Facts([machine])[0];

    public IReadOnlyList<JsonObject> Facts(IReadOnlyList<string> machines)
    {
        Dictionary<string, RemoteAnswer> answers = RemoteMachines.Ask(machines, FactsScript.Value);
        return machines.Select(machine => Answer(machine, answers)).ToArray();
    }

    public IReadOnlyList<JsonObject> StandingReady() =>
        _replacements.Select(pair => new JsonObject { ["name"] = pair.Value, ["replaces"] = pair.Key }).ToArray();

    public JsonObject Surroundings(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names) =>
        CoordinatorFacts.Read(answered, names);

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

    private JsonObject Answer(string machine, Dictionary<string, RemoteAnswer> answers)
    {
        JsonObject answer = new() { ["name"] = machine, ["reachable"] = false };
        if (answers.TryGetValue(machine, out RemoteAnswer? facts))
        {
            _networks ??= ReadNetworks();
            answer["reachable"] = true;
            answer["facts"] = MachineFacts.Complete(facts, _networks);
        }

        return answer;
    }

    private IReadOnlyList<NetworkRange> ReadNetworks() =>
        _commands.Invoke(new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterNetwork")).Objects
            .Select(NetworkRange.Of)
            .OfType<NetworkRange>()
            .ToArray();
}

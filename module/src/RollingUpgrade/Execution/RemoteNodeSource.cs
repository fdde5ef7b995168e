using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Errors;

namespace RollingUpgrade.Execution;

/// <summary>Real machines, asked through PowerShell remoting by one read-only script block.</summary>
internal sealed class RemoteNodeSource : INodeSource
{
    private static readonly Lazy<string> FactsScript = new(() => EmbeddedScript.Read("NodeFacts.ps1"));
    private static readonly Lazy<string> HostedScript = new(() => EmbeddedScript.Read("HostedFacts.ps1"));
    private static readonly Lazy<string> EventsScript = new(() => EmbeddedScript.Read("CriticalEvents.ps1"));
    private readonly ClusterCommands _commands;
    private readonly IReadOnlyDictionary<string, string> _replacements;
    private readonly IReadOnlyList<string> _joining;
    private readonly Action<string> _tell;
    private readonly Func<string, string, bool> _confirm;
    private readonly Dictionary<string, JsonObject> _last = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<NetworkRange>? _networks;

    /// <param name="commands">The cluster, for its networks.</param>
    /// <param name="replacements">Machines that take the place of a node, by the node's name.</param>
    /// <param name="joining">Machines that are to join beside the nodes.</param>
    /// <param name="tell">Tells the administrator what to do.</param>
    /// <param name="confirm">Asks the administrator whether something is so, and waits for the answer.</param>
    internal RemoteNodeSource(
        ClusterCommands commands,
        IReadOnlyDictionary<string, string> replacements,
        IReadOnlyList<string> joining,
        Action<string> tell,
        Func<string, string, bool> confirm)
    {
        _confirm = confirm;
        _commands = commands;
        _replacements = replacements;
        _joining = joining;
        _tell = tell;
    }

    public JsonObject Facts(string machine) => Facts([machine])[0];

    public IReadOnlyList<JsonObject> Facts(IReadOnlyList<string> machines)
    {
        Dictionary<string, RemoteAnswer> answers = RemoteMachines.Ask(machines, FactsScript.Value);
        return machines.Select(machine => Answer(machine, answers)).ToArray();
    }

    public IReadOnlyList<JsonObject> Hosted(IReadOnlyList<string> machines)
    {
        Dictionary<string, RemoteAnswer> answers = RemoteMachines.Ask(machines, HostedScript.Value);
        return machines
            .Select(machine => answers.TryGetValue(machine, out RemoteAnswer? answer) ? answer.Facts : [])
            .ToArray();
    }

    public IReadOnlyList<JsonObject> StandingReady() =>
        _replacements.Select(pair => new JsonObject { ["name"] = pair.Value, ["replaces"] = pair.Key })
            .Concat(_joining.Select(name => new JsonObject { ["name"] = name }))
            .ToArray();

    public string Coordinator => Environment.MachineName;

    public JsonObject Surroundings(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names) =>
        CoordinatorFacts.Read(answered, names);

    public JsonArray CriticalEvents(IReadOnlyList<string> machines, string since)
    {
        string script = EventsScript.Value.Replace("@SINCE@", since);
        JsonArray events = [];
        foreach (KeyValuePair<string, RemoteAnswer> answer in RemoteMachines.Ask(machines, script))
        {
            foreach (JsonNode? found in answer.Value.Facts["events"] as JsonArray ?? [])
            {
                JsonObject one = found!.DeepClone().AsObject();
                one["subject"] = answer.Key;
                events.Add((JsonNode)one);
            }
        }

        return events;
    }

    public bool? Answers(string role, PSObject machine) => GuestNetwork.Answers(machine);

    public void Install(InstallRequest request)
    {
        // Setup of a machine that still sees shared disks can wipe them; nobody but its operator knows.
        if (!request.InPlace && !_confirm(request.Disks, $"Before setup of {request.Machine}"))
        {
            throw Failures.SetupNotConfirmed(request.Machine);
        }

        _tell(InstallInstructions.Of(request, _last.TryGetValue(request.Node, out JsonObject? facts) ? facts : null));
    }

    private JsonObject Answer(string machine, Dictionary<string, RemoteAnswer> answers)
    {
        JsonObject answer = new() { ["name"] = machine, ["reachable"] = false };
        if (answers.TryGetValue(machine, out RemoteAnswer? facts))
        {
            _networks ??= ReadNetworks();
            answer["reachable"] = true;
            JsonObject complete = MachineFacts.Complete(facts, _networks);
            _last[machine] = complete;
            answer["facts"] = complete;
        }

        return answer;
    }

    private IReadOnlyList<NetworkRange> ReadNetworks() =>
        _commands.Invoke(new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterNetwork")).Objects
            .Select(NetworkRange.Of)
            .OfType<NetworkRange>()
            .ToArray();
}

using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>Machines whose facts are asked again only when they are older than the policy lets them be.</summary>
internal sealed class RememberedMachines : INodeSource
{
    private readonly ClusterAccess _cluster;
    private readonly TimeSpan _age;
    private readonly Dictionary<string, (DateTimeOffset Read, JsonObject Answer)> _known =
        new(StringComparer.OrdinalIgnoreCase);

    internal RememberedMachines(ClusterAccess cluster, TimeSpan age)
    {
        _cluster = cluster;
        _age = age;
    }

    /// <summary>What was known of a machine does not hold any more.</summary>
    internal void Forget(string? machine)
    {
        if (machine is not null)
        {
            _known.Remove(machine);
        }
    }

    public JsonObject Facts(string machine) => Facts([machine])[0];

    public IReadOnlyList<JsonObject> Facts(IReadOnlyList<string> machines)
    {
        DateTimeOffset now = _cluster.Clock.Now;
        string[] old = machines.Where(machine => !_known.TryGetValue(machine, out var known) || now - known.Read > _age)
            .ToArray();
        IReadOnlyList<JsonObject> answers = old.Length == 0 ? [] : _cluster.Nodes.Facts(old);
        for (int index = 0; index < old.Length; index++)
        {
            JsonObject answer = answers[index];
            if (answer["facts"] is JsonObject facts)
            {
                // The age of a fact is that of our own reading, by the clock of the run.
                facts["observedAt"] = JsonReading.Format(now);
                _known[old[index]] = (now, answer);
            }
            else
            {
                _known.Remove(old[index]);
            }
        }

        return machines
            .Select(machine => _known.TryGetValue(machine, out var known)
                ? known.Answer
                : new JsonObject { ["name"] = machine, ["reachable"] = false })
            .ToArray();
    }

    public IReadOnlyList<JsonObject> StandingReady() => _cluster.Nodes.StandingReady();

    public string Coordinator => _cluster.Nodes.Coordinator;

    public JsonObject Surroundings(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names) =>
        _cluster.Nodes.Surroundings(answered, names);

    public IReadOnlyList<JsonObject> Hosted(IReadOnlyList<string> machines) => _cluster.Nodes.Hosted(machines);

    public JsonArray CriticalEvents(IReadOnlyList<string> machines, string since) =>
        _cluster.Nodes.CriticalEvents(machines, since);

    public bool? Answers(string role, PSObject machine) => _cluster.Nodes.Answers(role, machine);

    public void Install(InstallRequest request) => _cluster.Nodes.Install(request);
}

using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>The machines of a twin; its scripted operator installs them.</summary>
internal sealed class TwinNodeSource : INodeSource
{
    /// <summary>The machine of a session on a twin, where the inventory does not say from where it is driven.</summary>
    private const string Outside = "OUTSIDE";
    private string? _coordinator;
    private readonly Twin _twin;

    internal TwinNodeSource(Twin twin)
    {
        _twin = twin;
    }

    public JsonObject Facts(string machine) =>
        _twin.Call("machineFacts", ("machine", machine)).ToNode()!.AsObject();

    public IReadOnlyList<JsonObject> Facts(IReadOnlyList<string> machines) => machines.Select(Known).ToArray();

    /// <summary>A machine that the twin does not have, such as the partner of a replica, does not answer.</summary>
    private JsonObject Known(string machine)
    {
        try
        {
            return Facts(machine);
        }
        catch (NativeException failure) when (failure.Report.Id == "NodeNotFound")
        {
            return new JsonObject { ["name"] = machine, ["reachable"] = false };
        }
    }

    public IReadOnlyList<JsonObject> Hosted(IReadOnlyList<string> machines) => machines
        .Select(machine => _twin.Call("hosted", ("machine", machine)).ToNode()!.AsObject())
        .ToArray();

    public IReadOnlyList<JsonObject> StandingReady() =>
        _twin.Call("inventory").Items("machines").Select(Standing).ToArray();

    // Read once: a twin whose inventory is large is asked before each step.
    public string Coordinator =>
        _coordinator ??= (string?)Surroundings([], [])["coordinator"]?["name"] ?? Outside;

    public JsonObject Surroundings(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names)
    {
        JsonElement inventory = _twin.Call("inventory");
        JsonObject found = [];
        foreach (string part in new[] { "coordinator", "directory", "domainControllers" })
        {
            if (inventory.Part(part) is { } value)
            {
                found[part] = value.ToNode();
            }
        }

        // A session that has entered a twin is on none of its machines.
        if (found["coordinator"] is not JsonObject coordinator)
        {
            coordinator = [];
            found["coordinator"] = coordinator;
        }

        coordinator["name"] ??= Outside;
        return found;
    }

    public JsonArray CriticalEvents(IReadOnlyList<string> machines, string since) => new(
        _twin.Call("criticalEvents", ("since", since)).EnumerateArray()
            .Select(line => (JsonNode?)new JsonObject
            {
                ["at"] = line.Text("at"),
                ["subject"] = line.Text("subject"),
                ["eventId"] = line.Number("eventId"),
                ["message"] = line.Text("message"),
            })
            .ToArray());

    public bool? Answers(string role, PSObject machine) => _twin.Call("guestAnswers", ("role", role)).GetBoolean();

    public void Install(InstallRequest request) => _twin.Call(
        "install",
        ("machine", request.Machine),
        ("replaces", request.Node),
        ("release", request.Release),
        ("inPlace", request.InPlace));

    private static JsonObject Standing(JsonElement machine)
    {
        JsonObject standing = new() { ["name"] = machine.Text("name") };
        if (machine.Text("replaces") is { } node)
        {
            standing["replaces"] = node;
        }

        return standing;
    }
}

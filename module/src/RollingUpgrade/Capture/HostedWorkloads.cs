using System.Text.Json.Nodes;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Capture;

/// <summary>
/// What the machines say of the VMs and volumes that they hold, and that no cmdlet of the cluster tells.
/// </summary>
internal sealed class HostedWorkloads
{
    private readonly Dictionary<string, JsonObject> _guests = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonObject> _volumes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What machines say of what they hold, and what the partners of replicas say of themselves.</summary>
    internal static HostedWorkloads Read(INodeSource nodes, IReadOnlyList<string> machines)
    {
        IReadOnlyList<JsonObject> answers = nodes.Hosted(machines);
        JsonObject[] unread = answers.SelectMany(answer => Items(answer, "guests"))
            .Select(guest => guest["replica"])
            .OfType<JsonObject>()
            .Where(replica => replica["partnerRelease"] is null)
            .ToArray();
        string[] partners = unread.Select(Partner).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        // A host may not ask another one on behalf of this session, so that the partners are asked from here.
        Dictionary<string, JsonNode> releases = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonObject answer in partners.Length == 0 ? [] : nodes.Facts(partners))
        {
            if ((string?)answer["name"] is { } name && answer["facts"]?["release"] is { } release)
            {
                releases[name] = release;
            }
        }

        foreach (JsonObject replica in unread.Where(replica => releases.ContainsKey(Partner(replica))))
        {
            replica["partnerRelease"] = releases[Partner(replica)].DeepClone();
        }

        return new HostedWorkloads(answers);
    }

    private static string Partner(JsonObject replica) => (string?)replica["partner"] ?? string.Empty;

    /// <param name="answers">What each machine answered.</param>
    internal HostedWorkloads(IEnumerable<JsonObject> answers)
    {
        foreach (JsonObject answer in answers)
        {
            foreach (JsonObject guest in Items(answer, "guests"))
            {
                if ((string?)guest["id"] is { } id)
                {
                    _guests[id] = guest;
                }
            }

            foreach (JsonObject volume in Items(answer, "volumes"))
            {
                Merge(volume);
            }
        }
    }

    /// <summary>Puts into a VM what its host says of it.</summary>
    /// <param name="machine">The VM, with its id.</param>
    /// <param name="controllers">The short names of the domain controllers; null where nobody read them.</param>
    internal void Complete(JsonObject machine, IReadOnlyCollection<string>? controllers)
    {
        if ((string?)machine["id"] is not { } id || !_guests.TryGetValue(id, out JsonObject? guest))
        {
            return;
        }

        foreach (KeyValuePair<string, JsonNode?> field in guest.Where(field => field.Key is not ("id" or "guestName")))
        {
            machine[field.Key] = field.Value?.DeepClone();
        }

        if (controllers is not null && (string?)guest["guestName"] is { } name)
        {
            machine["domainController"] = controllers.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Puts into a shared volume what the machines say of it.</summary>
    internal void CompleteVolume(JsonObject volume)
    {
        if ((string?)volume["friendlyName"] is not { } name || !_volumes.TryGetValue(name, out JsonObject? told))
        {
            return;
        }

        foreach (KeyValuePair<string, JsonNode?> field in told.Where(field => field.Key != "friendlyName"))
        {
            volume[field.Key] = field.Value?.DeepClone();
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject answer, string list) =>
        (answer[list] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Each member sees each volume; what one of them has seen is so.</summary>
    private void Merge(JsonObject volume)
    {
        if ((string?)volume["friendlyName"] is not { } name)
        {
            return;
        }

        if (!_volumes.TryGetValue(name, out JsonObject? told))
        {
            _volumes[name] = volume;
            return;
        }

        foreach (KeyValuePair<string, JsonNode?> field in volume.ToArray())
        {
            if (told[field.Key] is null || field.Value?.GetValueKind() == System.Text.Json.JsonValueKind.True)
            {
                told[field.Key] = field.Value?.DeepClone();
            }
        }
    }
}

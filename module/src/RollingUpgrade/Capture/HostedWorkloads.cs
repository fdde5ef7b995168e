using System.Text.Json.Nodes;

namespace RollingUpgrade.Capture;

/// <summary>
/// What the machines say of the VMs and volumes that they hold, and that no cmdlet of the cluster tells.
/// </summary>
internal sealed class HostedWorkloads
{
    private readonly Dictionary<string, JsonObject> _guests = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonObject> _volumes = new(StringComparer.OrdinalIgnoreCase);

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

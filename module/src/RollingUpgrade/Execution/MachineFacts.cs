using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>Makes the facts of an inventory of what the script on a machine answered.</summary>
internal static class MachineFacts
{
    /// <summary>Adds what one machine can't know of itself and takes out what only helped to find it.</summary>
    internal static JsonObject Complete(RemoteAnswer answer, IReadOnlyList<NetworkRange> networks)
    {
        JsonObject facts = answer.Facts;
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
            IEnumerable<string> addresses = (adapter["addresses"] as JsonArray ?? [])
                .Select(address => ((string?)address ?? string.Empty).Split('/')[0]);
            if (NetworkRange.Of(addresses, networks) is { } network)
            {
                adapter["network"] = network;
            }
        }

        Asked(answer);
        WithoutNulls(facts);
        return facts;
    }

    private static void Asked(RemoteAnswer answer)
    {
        JsonObject facts = answer.Facts;
        JsonObject? asked = facts["asked"] as JsonObject;
        facts.Remove("asked");
        if (asked is null || facts["profile"] is not JsonObject profile)
        {
            return;
        }

        profile["clockOffsetSeconds"] = RemoteMachines.ClockOffset(answer, (string?)asked["utcNow"]);
        if (asked["secureChannel"] is { } trusted)
        {
            profile["account"] = new JsonObject { ["trusted"] = trusted.GetValue<bool>() };
        }
    }

    /// <summary>What could not be read stays absent: unknown, and never assumed.</summary>
    private static void WithoutNulls(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (KeyValuePair<string, JsonNode?> field in fields.ToArray())
                {
                    if (field.Value is null)
                    {
                        fields.Remove(field.Key);
                    }
                    else
                    {
                        WithoutNulls(field.Value);
                    }
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    WithoutNulls(item);
                }

                break;
        }
    }
}

using System.Text.Json.Nodes;

namespace RollingUpgrade.Capture;

/// <summary>Facts of the whole cluster that only its nodes show, and facts of nodes that only others show.</summary>
internal static class WhatNodesTell
{
    /// <summary>The service of the agent by which Virtual Machine Manager manages a host.</summary>
    private const string ManagerAgent = "SCVMMAgent";

    /// <summary>How the edition of the operating system of Azure Local begins.</summary>
    private const string AzureLocalEdition = "ServerAzureStackHCI";

    /// <summary>Whether the cluster is one of Azure Local, and whether Virtual Machine Manager manages it.</summary>
    internal static void Complete(JsonObject inventory)
    {
        JsonObject cluster = inventory["cluster"]!.AsObject();
        JsonObject[] profiles = Profiles(inventory, "nodes").Select(pair => pair.Profile).ToArray();
        if (profiles.Any(profile =>
            ((string?)profile["edition"] ?? string.Empty).StartsWith(AzureLocalEdition, StringComparison.Ordinal)))
        {
            cluster["azureLocal"] = true;
        }

        if (profiles.Any(profile => (profile["services"] as JsonArray ?? [])
            .Any(service => ManagerAgent.Equals((string?)service?["name"], StringComparison.OrdinalIgnoreCase))))
        {
            cluster["managedByVirtualMachineManager"] = true;
        }
    }

    /// <summary>Accounts of the machines as the directory shows them, beside what they say themselves.</summary>
    internal static void AddAccounts(JsonObject inventory, JsonObject accounts)
    {
        IEnumerable<(string Name, JsonObject Profile)> profiles =
            Profiles(inventory, "nodes").Concat(Profiles(inventory, "machines"));
        foreach ((string name, JsonObject profile) in profiles)
        {
            if (accounts[name] is not JsonObject { Count: > 0 } account)
            {
                continue;
            }

            JsonObject whole = profile["account"] as JsonObject ?? [];
            foreach (KeyValuePair<string, JsonNode?> field in account)
            {
                whole[field.Key] = field.Value?.DeepClone();
            }

            if (whole.Parent is null)
            {
                profile["account"] = whole;
            }
        }
    }

    private static IEnumerable<(string Name, JsonObject Profile)> Profiles(JsonObject inventory, string list)
    {
        foreach (JsonObject item in (inventory[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)item["name"] is { } name && item["machine"] is JsonObject machine)
            {
                JsonObject profile = machine["profile"] as JsonObject ?? [];
                yield return (name, profile);
                if (profile.Parent is null && profile.Count > 0)
                {
                    machine["profile"] = profile;
                }
            }
        }
    }
}

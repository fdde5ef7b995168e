using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>What is known of this machine, from which the upgrade is driven, and of the cluster's names.</summary>
internal static class CoordinatorFacts
{
    private static readonly Lazy<string> Script = new(() => EmbeddedScript.Read("CoordinatorFacts.ps1"));

    internal static JsonObject Read(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names)
    {
        Hashtable facts = Ask(names.Select(name => (string?)name["name"] ?? string.Empty).ToArray(), answered);
        JsonObject coordinator = new()
        {
            ["name"] = Environment.MachineName,
            ["journalPath"] = JournalFile.Path(),
            ["administratorOn"] = JsonReading.ToArray(answered),
            // The name of a group managed service account ends as that of a computer does.
            ["groupManagedAccount"] = Environment.UserName.EndsWith("$", StringComparison.Ordinal),
            ["observedAt"] = JsonReading.Format(DateTimeOffset.UtcNow),
        };
        if (facts["build"] is int build)
        {
            coordinator["toolsRelease"] = Releases.OfBuild(build);
        }

        Flag(coordinator, "isVirtual", facts["isVirtual"]);
        Flag(coordinator, "remoteSession", facts["remoteSession"]);
        if (Properties.Plain(facts["authentication"]) is string { Length: > 0 } authentication)
        {
            coordinator["credSsp"] = authentication.Equals("CredSSP", StringComparison.OrdinalIgnoreCase);
        }

        if (Properties.Plain(facts["domain"]) is string { Length: > 0 } domain)
        {
            coordinator["domain"] = domain;
        }

        JsonObject found = new()
        {
            ["coordinator"] = coordinator,
            ["directory"] = Directory(facts, names),
            ["accounts"] = ComputerAccounts.Of(facts["accounts"]),
        };
        if (Properties.Plain(facts["domainControllers"]) is IEnumerable controllers and not string)
        {
            found["domainControllers"] = JsonReading.ToArray(controllers.Cast<object>().Select(Properties.Name));
        }

        return found;
    }

    private static Hashtable Ask(string[] names, IReadOnlyList<string> machines)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Script.Value, useLocalScope: true)
            .AddParameter("Names", names)
            .AddParameter("Machines", machines.ToArray());
        try
        {
            return shell.Invoke().LastOrDefault()?.BaseObject as Hashtable ?? [];
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            return [];
        }
    }

    private static JsonArray Directory(Hashtable facts, IReadOnlyList<JsonObject> names)
    {
        Hashtable[] objects = Properties.Plain(facts["objects"]) is IEnumerable list
            ? list.Cast<object>().Select(Properties.Plain).OfType<Hashtable>().ToArray()
            : [];
        JsonArray directory = [];
        foreach (JsonObject name in names)
        {
            JsonObject entry = name.DeepClone().AsObject();
            Hashtable? read = objects.FirstOrDefault(item =>
                string.Equals($"{item["name"]}", (string?)name["name"], StringComparison.OrdinalIgnoreCase));
            Flag(entry, "exists", read?["exists"]);
            Flag(entry, "enabled", read?["enabled"]);
            if (Properties.Plain(read?["addresses"]) is IEnumerable addresses and not string)
            {
                entry["resolvedAddresses"] = JsonReading.ToArray(addresses.Cast<object>().Select(Properties.Name));
            }

            directory.Add((JsonNode)entry);
        }

        return directory;
    }

    private static void Flag(JsonObject part, string name, object? value)
    {
        if (Properties.Plain(value) is bool flag)
        {
            part[name] = flag;
        }
    }
}

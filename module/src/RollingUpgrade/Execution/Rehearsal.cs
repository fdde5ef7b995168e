using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>What only people can state and nobody has to on a twin, where there is nothing real to lose.</summary>
internal static class Rehearsal
{
    private const string Backup = "backup";

    /// <summary>The answers of a session, with the backup assumed where nobody states it.</summary>
    internal static JsonObject Answers(JsonObject given, DateTimeOffset at)
    {
        JsonArray attestations = given["attestations"]?.DeepClone().AsArray() ?? [];
        if (!attestations.Any(one => (string?)one?["topic"] == Backup))
        {
            attestations.Add((JsonNode)new JsonObject
            {
                ["topic"] = Backup,
                ["statement"] = "assumed for the rehearsal",
                ["by"] = "rehearsal",
                ["at"] = JsonReading.Format(at),
            });
        }

        JsonObject answers = given.DeepClone().AsObject();
        answers["attestations"] = attestations;
        return answers;
    }
}

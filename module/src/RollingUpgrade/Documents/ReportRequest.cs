using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Documents;

/// <summary>What the library needs to write a report of a run.</summary>
internal static class ReportRequest
{
    internal static JsonObject Of(RollingUpgradeResult result) =>
        Of(result.Plan!.ToNode(), result.Status.ToNode(), result.Lines.Select(line => line.Document.ToNode()));

    /// <summary>The same of a run as the journal keeps it.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="runId">The id of the run.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <exception cref="NativeException">RunNotFound, or the journal can't be read.</exception>
    internal static JsonObject Of(JournalFile journal, string runId, INativeLog log)
    {
        JsonElement stored = journal.Load(runId);
        (NativeHandle run, _) = journal.Resume(runId, log);
        using NativeHandle taken = run;
        using JsonDocument status = taken.Call(new JsonObject { ["query"] = "status" });
        IEnumerable<JsonElement> lines =
            stored.Items("transitions").SelectMany(transition => transition.Items("lines"));
        return Of(
            stored.GetProperty("plan").ToNode(), status.RootElement.ToNode(), lines.Select(line => line.ToNode()));
    }

    private static JsonObject Of(JsonNode? plan, JsonNode? status, IEnumerable<JsonNode?> lines) => new()
    {
        ["plan"] = plan,
        ["run"] = new JsonObject { ["status"] = status, ["lines"] = new JsonArray(lines.ToArray()) },
    };
}

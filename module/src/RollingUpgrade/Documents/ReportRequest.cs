using System.Text.Json.Nodes;

namespace RollingUpgrade.Documents;

/// <summary>What the library needs to write a report of a run.</summary>
internal static class ReportRequest
{
    internal static JsonObject Of(RollingUpgradeResult result) => new()
    {
        ["plan"] = result.Plan!.ToNode(),
        ["run"] = new JsonObject
        {
            ["status"] = result.Status.ToNode(),
            ["lines"] = new JsonArray(result.Lines.Select(line => line.Document.ToNode()).ToArray()),
        },
    };
}

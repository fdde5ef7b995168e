using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>The events that begin or continue a run.</summary>
internal static class RunEvents
{
    internal static JsonObject Started() => new() { ["kind"] = "started" };

    internal static JsonObject ConsentGiven(JsonObject consent) =>
        new() { ["kind"] = "consentGiven", ["consent"] = consent };

    /// <summary>Nothing new may start; what the run borrowed goes back first.</summary>
    /// <param name="abandon">Whether nobody will go on with it: then it goes back although a node is out.</param>
    internal static JsonObject OrderlyStop(bool abandon = false) =>
        new() { ["kind"] = "orderlyStop", ["abandon"] = abandon };

    internal static JsonObject SessionOpened(JsonObject session) =>
        new() { ["kind"] = "sessionOpened", ["session"] = session };

    internal static JsonObject Resumed(bool commit) => new() { ["kind"] = "resumed", ["commit"] = commit };
}

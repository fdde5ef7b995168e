using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>The journal of one run: every event and what came of it, kept before it is acted on.</summary>
internal sealed class RunJournal
{
    private readonly JournalFile _file;
    private readonly string _runId;
    private long _sequence;

    internal RunJournal(JournalFile file, string runId, long transitions)
    {
        _file = file;
        _runId = runId;
        _sequence = transitions;
    }

    /// <summary>Keeps a transition of the run; it is durable when this returns.</summary>
    internal void Append(JsonObject entry, JsonElement advance)
    {
        _file.Append(_runId, new JsonObject
        {
            ["sequence"] = _sequence + 1,
            ["event"] = entry.DeepClone(),
            ["advance"] = advance.ToNode(),
        });
        _sequence++;
    }
}

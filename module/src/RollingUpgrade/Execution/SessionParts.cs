using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>What one session brings to a run: who drives it, and the user's gates and hooks.</summary>
internal sealed class SessionParts
{
    /// <summary>The gates and hooks.</summary>
    internal UserScripts Scripts { get; } = new();

    /// <summary>Whether the lease of a driver that is dead may be taken over.</summary>
    internal bool TakesOver { get; set; }

    /// <summary>The folder for evidence, which is gathered where the run pauses or stops; null for none.</summary>
    internal string? EvidenceFolder { get; set; }

    /// <summary>What people stand for in this session: acknowledgements and attestations of a policy.</summary>
    internal JsonObject Answers { get; set; } = [];

    /// <summary>Runs of this machine that nobody drives: where one of them holds the lease, nobody does.</summary>
    internal IReadOnlyList<string> IdleRuns { get; set; } = [];

    /// <summary>The document of the core.</summary>
    internal JsonObject Document()
    {
        JsonObject session = Answers.DeepClone().AsObject();
        session["lease"] = new JsonObject
        {
            ["owner"] = Account.Name,
            ["host"] = Account.Host,
            ["takeOver"] = TakesOver,
            ["idleRuns"] = JsonReading.ToArray(IdleRuns),
        };
        session["userGates"] = Scripts.Gates.Count;
        session["hooks"] = JsonReading.ToArray(Scripts.Hooks);
        session["evidence"] = EvidenceFolder is not null;
        return session;
    }
}

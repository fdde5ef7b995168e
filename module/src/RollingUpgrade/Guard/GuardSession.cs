using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Guard;

/// <summary>What a person has taken responsibility for in a session, until the guard is disabled.</summary>
internal sealed class GuardSession
{
    private static readonly ConditionalWeakTable<Runspace, GuardSession> Sessions = new();
    private readonly List<JsonObject> _acknowledgements = [];
    private readonly List<JsonObject> _attestations = [];

    /// <summary>The record of the present session.</summary>
    internal static GuardSession Current => Sessions.GetValue(
        Runspace.DefaultRunspace
            ?? throw new InvalidOperationException("This thread has no runspace, so it has no session to guard."),
        _ => new GuardSession());

    /// <summary>Forgets what was recorded in the present session.</summary>
    internal static void Forget()
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            Sessions.Remove(runspace);
        }
    }

    internal void Add(IEnumerable<JsonObject> acknowledgements, IEnumerable<JsonObject> attestations)
    {
        _acknowledgements.AddRange(acknowledgements);
        _attestations.AddRange(attestations);
    }

    /// <summary>The policy that the guard asks with.</summary>
    internal JsonObject Policy() => new()
    {
        // The newest word about a rule counts.
        ["acknowledgements"] = Copy(Enumerable.Reverse(_acknowledgements)),
        ["attestations"] = Copy(_attestations),
    };

    private static JsonArray Copy(IEnumerable<JsonObject> items) =>
        new(items.Select(item => item.DeepClone()).ToArray());
}

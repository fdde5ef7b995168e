using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Guard;

/// <summary>What a person has taken responsibility for in a session, until the guard is disabled.</summary>
internal sealed class GuardSession
{
    private static readonly ConditionalWeakTable<Runspace, GuardSession> Sessions = new();
    private readonly List<JsonObject> _acknowledgements = [];
    private readonly List<JsonObject> _attestations = [];
    private JsonObject _policy = [];

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

    /// <summary>Takes the numbers and choices of a policy from now on, in place of those of the one before.</summary>
    internal void AskWith(JsonObject policy) => _policy = policy;

    /// <summary>The policy that the guard asks with.</summary>
    internal JsonObject Policy()
    {
        JsonObject policy = _policy.DeepClone().AsObject();
        // The newest word about a rule counts.
        PolicyFile.PutFirst(policy, "acknowledgements", Copy(Enumerable.Reverse(_acknowledgements)));
        PolicyFile.PutFirst(policy, "attestations", Copy(_attestations));
        return policy;
    }

    private static IEnumerable<JsonObject> Copy(IEnumerable<JsonObject> items) =>
        items.Select(item => item.DeepClone().AsObject());
}

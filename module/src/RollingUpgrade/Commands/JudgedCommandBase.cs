using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Commands;

/// <summary>A cmdlet that asks the rules, and in which a person can take responsibility.</summary>
public abstract class JudgedCommandBase : ClusterCommandBase
{
    /// <summary>Rules, by their ids, that a person takes responsibility for; -Reason says why.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Acknowledge { get; set; } = [];

    /// <summary>Why the rules under -Acknowledge are acceptable here.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <summary>
    /// What a person states that no inventory shows, by topic: backup, agents, antivirus, hostBusAdapters, change,
    /// oldMedia.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Attest { get; set; } = [];

    /// <summary>Whether anybody takes responsibility for anything.</summary>
    private protected bool IsAnswered => Acknowledge.Length > 0 || Attest.Count > 0;

    /// <summary>The policy of a file, JSON or YAML; null where none is named.</summary>
    private protected JsonObject? ReadPolicy(string? path)
    {
        if (path is null)
        {
            return null;
        }

        using JsonDocument policy = DocumentConversion.Read("policy", FullPath(path), this);
        return policy.RootElement.ToNode()!.AsObject();
    }

    /// <summary>A policy with what people stand for; what it holds of that already stays.</summary>
    private protected JsonObject Answered(JsonObject policy)
    {
        if (Acknowledge.Length > 0)
        {
            Put(policy, "acknowledgements", Responsibility.Acknowledgements(Acknowledge, Reason, Cluster.Clock.Now));
        }

        if (Attest.Count > 0)
        {
            Put(policy, "attestations", Responsibility.Attestations(Attest, Cluster.Clock.Now));
        }

        return policy;
    }

    /// <summary>Puts answers before those that are there: the first that is found counts.</summary>
    private static void Put(JsonObject policy, string name, IEnumerable<JsonObject> answers)
    {
        IEnumerable<JsonNode?> before = (policy[name] as JsonArray ?? []).Select(one => one?.DeepClone());
        policy[name] = new JsonArray(answers.Concat(before).ToArray());
    }
}

using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;

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

    /// <summary>A policy with what people stand for.</summary>
    private protected JsonObject Answered(JsonObject policy)
    {
        if (Acknowledge.Length > 0)
        {
            policy["acknowledgements"] = new JsonArray(
                Responsibility.Acknowledgements(Acknowledge, Reason, Cluster.Clock.Now).ToArray<JsonNode?>());
        }

        if (Attest.Count > 0)
        {
            policy["attestations"] = new JsonArray(
                Responsibility.Attestations(Attest, Cluster.Clock.Now).ToArray<JsonNode?>());
        }

        return policy;
    }
}

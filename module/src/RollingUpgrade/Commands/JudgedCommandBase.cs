using System.Collections;
using System.Management.Automation;
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

    /// <summary>A policy with what was chosen in the call, which goes before it.</summary>
    /// <param name="policy">The policy; null where none is named.</param>
    /// <param name="chosen">The choices of the call.</param>
    private protected JsonObject Answered(PolicySource? policy, JsonObject chosen) =>
        Answered(policy is null ? chosen : PolicyFile.With(policy.Read(FullPath, this), chosen));

    /// <summary>A policy with what people stand for; what is said in the call goes before what it held.</summary>
    private protected JsonObject Answered(JsonObject policy)
    {
        if (Acknowledge.Length > 0)
        {
            PolicyFile.PutFirst(
                policy,
                "acknowledgements",
                Responsibility.Acknowledgements(Acknowledge, Reason, Access.Clock.Now));
        }

        if (Attest.Count > 0)
        {
            PolicyFile.PutFirst(policy, "attestations", Responsibility.Attestations(Attest, Access.Clock.Now));
        }

        return policy;
    }
}

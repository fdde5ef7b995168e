using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>Enable-ClusterGuard: lets Microsoft's names mean the guarded cmdlets, in this session.</summary>
[Cmdlet(VerbsLifecycle.Enable, "ClusterGuard", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class EnableClusterGuardCommand : RollingUpgradeCommand
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
    /// What a person states that no inventory shows, by topic: backup, agents, antivirus, hostBusAdapters, change.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Attest { get; set; } = [];

    /// <summary>
    /// A policy, a file (JSON or YAML) or a table of its fields, that the guard asks with from now on in this session.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public PolicySource? Policy { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        JsonObject? policy = Policy?.Read(FullPath, this);
        if (!ShouldProcess("this session", "Let the cluster cmdlets ask whether a step is safe"))
        {
            return;
        }

        using ClusterAccess access =
            ClusterAccess.Open(new Dictionary<string, string>(), text => WriteWarning(text), StopToken);
        DateTimeOffset now = access.Clock.Now;
        GuardSession.Current.Add(
            Responsibility.Acknowledgements(Acknowledge, Reason, now), Responsibility.Attestations(Attest, now));
        if (policy is not null)
        {
            GuardSession.Current.AskWith(policy);
        }

        GuardAliases.Set();
    }
}

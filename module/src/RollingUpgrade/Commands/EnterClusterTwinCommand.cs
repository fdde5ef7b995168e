using System.Management.Automation;
using RollingUpgrade.Twins;

namespace RollingUpgrade.Commands;

/// <summary>Enter-ClusterTwin: lets the cluster cmdlets of this session be answered by a twin.</summary>
[Cmdlet(VerbsCommon.Enter, "ClusterTwin")]
[OutputType(typeof(ClusterTwin))]
public sealed class EnterClusterTwinCommand : RollingUpgradeCommand
{
    /// <summary>The twin.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterTwin? Twin { get; set; }

    /// <summary>
    /// Whether runspaces that are begun in this process see the twin, too (jobs, ForEach-Object -Parallel), or this
    /// one alone.
    /// </summary>
    [Parameter]
    public TwinEntryScope Scope { get; set; } = TwinEntryScope.Process;

    /// <summary>Puts the twin out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        TwinEntries.Enter(Twin!.Twin, Scope == TwinEntryScope.Process);
        if (PassThru)
        {
            WriteObject(Twin);
        }
    }
}

using System.Management.Automation;
using RollingUpgrade.Errors;
using RollingUpgrade.Twins;

namespace RollingUpgrade.Commands;

/// <summary>Exit-ClusterTwin: takes the twin, and all that came with it, out of the session.</summary>
[Cmdlet(VerbsCommon.Exit, "ClusterTwin")]
public sealed class ExitClusterTwinCommand : RollingUpgradeCommand
{
    /// <inheritdoc/>
    protected override void Execute()
    {
        if (!TwinEntries.Exit())
        {
            throw Failures.TwinNotEntered();
        }
    }
}

using System.Management.Automation;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>Disable-ClusterGuard: gives Microsoft's names back, and forgets what was acknowledged.</summary>
[Cmdlet(VerbsLifecycle.Disable, "ClusterGuard", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisableClusterGuardCommand : RollingUpgradeCommand
{
    /// <inheritdoc/>
    protected override void Execute()
    {
        if (ShouldProcess("this session", "Give the cluster cmdlets their own names back"))
        {
            GuardSession.Forget();
            if (!GuardAliases.Remove())
            {
                WriteVerbose("The guard was not enabled in this session.");
            }
        }
    }
}

using System.Management.Automation;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>
/// Update-GuardedClusterFunctionalLevel: Update-ClusterFunctionalLevel, once the rules have nothing against the level.
/// </summary>
[Cmdlet(VerbsData.Update, "GuardedClusterFunctionalLevel", DefaultParameterSetName = OnlySet)]
public sealed class UpdateGuardedClusterFunctionalLevelCommand : GuardedCommand
{
    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks and raises nothing.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter WhatIf { get; set; }

    private protected override GuardedStep? Step => GuardedStep.Level;

    private protected override string Original => "Update-ClusterFunctionalLevel";
}

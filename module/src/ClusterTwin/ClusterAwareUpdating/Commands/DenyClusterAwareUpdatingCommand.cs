using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.ClusterAwareUpdating.Commands;

/// <summary>
/// <c>Deny-ClusterAwareUpdatingCommand</c>: stands behind every name of the module that the twin does not answer,
/// as the pages of the module list them (learn.microsoft.com, Windows Server 2025), and says so by that name.
/// </summary>
[Cmdlet(VerbsLifecycle.Deny, "ClusterAwareUpdatingCommand")]
[Alias(
    "Add-CauClusterRole",
    "Export-CauReport",
    "Get-CauDeviceInfoForFeatureUpdates",
    "Get-CauPlugin",
    "Get-CauReport",
    "Get-ClusterlessCauRun",
    "Invoke-CauRun",
    "Invoke-CauScan",
    "Invoke-ClusterlessCauRun",
    "Register-CauPlugin",
    "Remove-CauClusterRole",
    "Save-CauDebugTrace",
    "Set-CauClusterRole",
    "Stop-CauRun",
    "Test-CauSetup",
    "Unregister-CauPlugin")]
public sealed class DenyClusterAwareUpdatingCommand : NotModelledCommand
{
}

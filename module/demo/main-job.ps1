# The main job: a whole rolling upgrade, from 2012 R2 to 2016, rehearsed on a twin of a four-node Hyper-V cluster.
# It runs in pwsh and in the project's own host, which has the engine's core commands alone.
param(
    # The folder of the module; `cargo xtask stage` makes the default one.
    [string] $Module,
    # The inventory that the twin is made from.
    [string] $Inventory
)
$ErrorActionPreference = 'Stop'
$checkout = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
if (-not $Module) { $Module = [IO.Path]::Combine($checkout, 'target', 'module', 'RollingUpgrade') }
if (-not $Inventory) {
    $Inventory = [IO.Path]::Combine($checkout, 'tests', 'scenarios', 'contoso-2012r2', 'cluster.json')
}

function Show-Section([string] $Title) {
    # Each section is formatted by itself: in one stream the first object would decide how all others look.
    "`n== $Title ==" | Out-Default
}

# What is rehearsed here is nobody's upgrade, so its journal goes away with it.
$data = [IO.Path]::Combine([IO.Path]::GetTempPath(), "rolling-upgrade-demo-$([guid]::NewGuid().ToString('N'))")
$dataBefore = $env:ROLLING_UPGRADE_DATA
$env:ROLLING_UPGRADE_DATA = $data
Import-Module $Module

try {
    Show-Section 'A twin of the cluster'
    $twin = New-ClusterTwin -Path $Inventory
    $twin | Out-Default
    Enter-ClusterTwin $twin
    Get-ClusterNode | Out-Default

    Show-Section 'Can it be upgraded?'
    Test-RollingUpgrade -TargetVersion 2016 | Out-Default

    Show-Section 'How?'
    $plan = New-RollingUpgradePlan -TargetVersion 2016
    $plan | Out-Default
    $plan.Nodes | Out-Default

    Show-Section 'The upgrade, as far as everything can be taken back'
    $reversible = Invoke-RollingUpgrade -TargetVersion 2016
    $reversible | Out-Default
    Get-ClusterNode | Out-Default
    "The functional level is $((Get-Cluster).ClusterFunctionalLevel)." | Out-Default

    Show-Section 'The functional level, which can not be undone'
    $committed = Invoke-RollingUpgrade -Resume -Commit
    $committed | Out-Default

    Show-Section 'Configuration versions, machine by machine'
    $raised = Update-RollingUpgradeVMVersion
    $raised | Out-Default
    "The functional level is $((Get-Cluster).ClusterFunctionalLevel)." | Out-Default

    Show-Section 'What the journal keeps'
    Get-RollingUpgrade | Out-Default

    if ("$($reversible.State)" -ne 'ReversibleAllNodesNew' -or "$($committed.State)" -ne 'Completed' -or
        "$($raised.State)" -ne 'Completed' -or (Get-Cluster).ClusterFunctionalLevel -ne 9) {
        throw 'The main job did not end as it has to.'
    }
} finally {
    if ($twin -and $twin.IsEntered) { Exit-ClusterTwin }
    Remove-Module RollingUpgrade
    $env:ROLLING_UPGRADE_DATA = $dataBefore
    if ([IO.Directory]::Exists($data)) { [IO.Directory]::Delete($data, $true) }
}

#Requires -Version 7.4
<#
.SYNOPSIS
    Tries the staged module in an installed PowerShell: imports it and runs the main job.
.DESCRIPTION
    Run it from anywhere, after `cargo xtask stage`. It throws at the first thing that is not so.
#>
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).Path
Set-Location -LiteralPath $root

function Confirm-That([string] $What, [bool] $Holds) {
    if (-not $Holds) { throw "Not so: $What." }
    Write-Host "  ok  $What"
}

$nameBefore = @(Get-Command -Name Suspend-ClusterNode -ErrorAction Ignore).Count
$env:PSModulePath = (Join-Path $root 'target/module') + [IO.Path]::PathSeparator + $env:PSModulePath
Import-Module RollingUpgrade

$nameAfter = @(Get-Command -Name Suspend-ClusterNode -ErrorAction Ignore).Count
Confirm-That 'importing the module brings in no name of Microsoft''s' ($nameAfter -eq $nameBefore)
$standIns = @(Get-Module -ListAvailable | Where-Object Path -Like (Join-Path $root 'target' '*' 'twin' '*'))
Confirm-That 'module discovery finds no stand-in' ($standIns.Count -eq 0)
$withoutHelp = @(Get-Command -Module RollingUpgrade -CommandType Cmdlet |
        Where-Object { -not (Get-Help -Name $_.Name).description })
Confirm-That "each cmdlet has help ($($withoutHelp.Name -join ', '))" ($withoutHelp.Count -eq 0)

$twin = New-ClusterTwin -Path tests/scenarios/contoso-2012r2/cluster.json
Enter-ClusterTwin $twin
try {
    Confirm-That 'the twin has four nodes' (@(Get-ClusterNode).Count -eq 4)
    $null = Test-RollingUpgrade -TargetVersion 2016
    $null = New-RollingUpgradePlan -TargetVersion 2016
    $null = Invoke-RollingUpgrade -TargetVersion 2016 -Confirm:$false
    Confirm-That 'the level is still 8 when all nodes are new' ((Get-Cluster).ClusterFunctionalLevel -eq 8)
    $null = Invoke-RollingUpgrade -Resume -Commit -Confirm:$false -Attest @{ backup = 'stated for the test' }
    Confirm-That 'the level is 9 after the commit' ((Get-Cluster).ClusterFunctionalLevel -eq 9)
    $null = Update-RollingUpgradeVMVersion -Confirm:$false
}
finally {
    Exit-ClusterTwin
}
$namesAfter = @(Get-Command -Name Get-ClusterNode -ErrorAction Ignore).Count
Confirm-That 'leaving the twin takes its names away' ($namesAfter -eq $nameBefore)

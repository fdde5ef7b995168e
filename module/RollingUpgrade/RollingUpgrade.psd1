@{
    RootModule = 'RollingUpgrade.dll'
    ModuleVersion = '0.1.0'
    GUID = 'b0b7b1c0-6d0b-4c57-9d6e-3f3a9a6c2f51'
    Author = 'RollingUpgrade contributors'
    CompanyName = 'RollingUpgrade contributors'
    Copyright = 'Copyright (c) RollingUpgrade contributors'
    Description = 'Rehearses, proves and runs the operating-system rolling upgrade of a Windows Server failover cluster.'
    PowerShellVersion = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess = @('RollingUpgrade.Format.ps1xml')
    TypesToProcess = @('RollingUpgrade.Types.ps1xml')
    CmdletsToExport = @(
        'Add-GuardedClusterNode'
        'Compare-ClusterInventory'
        'Compare-RollingUpgradePlan'
        'Disable-ClusterGuard'
        'Enable-ClusterGuard'
        'Enter-ClusterTwin'
        'Exit-ClusterTwin'
        'Export-ClusterInventory'
        'Export-ClusterNodeProfile'
        'Export-ClusterTwin'
        'Export-RollingUpgradeJournal'
        'Export-RollingUpgradePlan'
        'Export-RollingUpgradeReport'
        'Get-ClusterTwin'
        'Get-RollingUpgrade'
        'Invoke-RollingUpgrade'
        'New-ClusterTwin'
        'New-RollingUpgradePlan'
        'Remove-GuardedClusterNode'
        'Resume-GuardedClusterNode'
        'Step-ClusterTwin'
        'Stop-RollingUpgrade'
        'Suspend-GuardedClusterNode'
        'Test-ClusterNodeReadiness'
        'Test-RollingUpgrade'
        'Undo-RollingUpgrade'
        'Update-GuardedClusterFunctionalLevel'
        'Update-RollingUpgradeVMVersion'
    )
    FunctionsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('FailoverCluster', 'HyperV', 'RollingUpgrade', 'WindowsServer', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}

@{
    # No RootModule: the module table is keyed by its path, and four modules share one assembly.
    # The originals' number, so that a requirement of a runbook is met.
    ModuleVersion     = '2.0.0.0'
    GUID              = '442b8cbb-2bb0-5650-9942-0c9babb357c8'
    Author            = 'RollingUpgrade contributors'
    CompanyName       = 'RollingUpgrade contributors'
    Copyright         = '(c) RollingUpgrade contributors. MIT license.'
    Description       = 'Stand-in for the Storage module: answers from the cluster twin that the session has entered.'
    PowerShellVersion = '5.1'
    NestedModules     = @('../../../ClusterTwin.dll')
    FormatsToProcess  = @('Storage.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @(
        'Disable-StorageMaintenanceMode',
        'Enable-StorageMaintenanceMode',
        'Get-PhysicalDisk',
        'Get-StorageFaultDomain',
        'Get-StorageJob',
        'Get-StoragePool',
        'Get-StorageScaleUnit',
        'Get-VirtualDisk',
        'Update-StoragePool'
    )
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{
        PSData = @{
            Tags = @('ClusterTwin', 'StandIn')
        }
    }
}

@{
    # No RootModule: the module table is keyed by its path, and four modules share one assembly.
    # The originals' number, so that a requirement of a runbook is met.
    ModuleVersion     = '2.0.0.0'
    GUID              = '20f129ac-48b4-555c-8411-37bf5c684ed8'
    Author            = 'RollingUpgrade contributors'
    CompanyName       = 'RollingUpgrade contributors'
    Copyright         = '(c) RollingUpgrade contributors. MIT license.'
    Description       = 'Stand-in for the ClusterAwareUpdating module: answers from the cluster twin of the session.'
    PowerShellVersion = '5.1'
    NestedModules     = @('../../../ClusterTwin.dll')
    FormatsToProcess  = @('ClusterAwareUpdating.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @(
        'Deny-ClusterAwareUpdatingCommand',
        'Disable-CauClusterRole',
        'Enable-CauClusterRole',
        'Get-CauClusterRole',
        'Get-CauRun'
    )
    VariablesToExport = @()
    AliasesToExport   = @(
        'Add-CauClusterRole',
        'Export-CauReport',
        'Get-CauDeviceInfoForFeatureUpdates',
        'Get-CauPlugin',
        'Get-CauReport',
        'Get-ClusterlessCauRun',
        'Invoke-CauRun',
        'Invoke-CauScan',
        'Invoke-ClusterlessCauRun',
        'Register-CauPlugin',
        'Remove-CauClusterRole',
        'Save-CauDebugTrace',
        'Set-CauClusterRole',
        'Stop-CauRun',
        'Test-CauSetup',
        'Unregister-CauPlugin'
    )
    PrivateData       = @{
        PSData = @{
            Tags = @('ClusterTwin', 'StandIn')
        }
    }
}

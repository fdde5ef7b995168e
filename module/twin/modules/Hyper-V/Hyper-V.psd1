@{
    # No RootModule: the module table is keyed by its path, and four modules share one assembly.
    # The originals' number, so that a requirement of a runbook is met.
    ModuleVersion     = '2.0.0.0'
    GUID              = '4dcdf9b4-14fc-5929-81f0-643645590661'
    Author            = 'RollingUpgrade contributors'
    CompanyName       = 'RollingUpgrade contributors'
    Copyright         = '(c) RollingUpgrade contributors. MIT license.'
    Description       = 'Stand-in for the Hyper-V module: answers from the cluster twin that the session has entered.'
    PowerShellVersion = '5.1'
    NestedModules     = @('../../../ClusterTwin.dll')
    FormatsToProcess  = @('Hyper-V.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @(
        'Get-VM',
        'Get-VMHost',
        'Get-VMHostSupportedVersion',
        'Get-VMMemory',
        'Get-VMProcessor',
        'Get-VMSnapshot',
        'Get-VMSwitch',
        'Start-VM',
        'Stop-VM',
        'Update-VMVersion'
    )
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{
        PSData = @{
            Tags = @('ClusterTwin', 'StandIn')
        }
    }
}

@{
    # No RootModule: the module table is keyed by its path, and four modules share one assembly.
    # The originals' number, so that a requirement of a runbook is met.
    ModuleVersion     = '2.0.0.0'
    GUID              = '0cad561c-2ed0-5ed8-a3ff-a7278ad82101'
    Author            = 'RollingUpgrade contributors'
    CompanyName       = 'RollingUpgrade contributors'
    Copyright         = '(c) RollingUpgrade contributors. MIT license.'
    Description       = 'Stand-in for the FailoverClusters module: answers from the cluster twin that the session has entered.'
    PowerShellVersion = '5.1'
    NestedModules     = @('../../../ClusterTwin.dll')
    FormatsToProcess  = @('FailoverClusters.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @(
        'Add-ClusterNode',
        'Clear-ClusterNode',
        'Get-Cluster',
        'Get-ClusterFaultDomain',
        'Get-ClusterGroup',
        'Get-ClusterNetwork',
        'Get-ClusterNetworkInterface',
        'Get-ClusterNode',
        'Get-ClusterNodeSupportedVersion',
        'Get-ClusterOwnerNode',
        'Get-ClusterParameter',
        'Get-ClusterQuorum',
        'Get-ClusterResource',
        'Get-ClusterSharedVolume',
        'Move-ClusterGroup',
        'Move-ClusterSharedVolume',
        'Move-ClusterVirtualMachineRole',
        'Remove-ClusterNode',
        'Resume-ClusterNode',
        'Set-ClusterOwnerNode',
        'Start-ClusterGroup',
        'Start-ClusterNode',
        'Stop-ClusterGroup',
        'Stop-ClusterNode',
        'Suspend-ClusterNode',
        'Update-ClusterFunctionalLevel'
    )
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{
        PSData = @{
            Tags = @('ClusterTwin', 'StandIn')
        }
    }
}

@{
    # Its own module with a root: the aliases stand before the originals for as long as a twin is entered.
    RootModule        = 'ClusterTwin.Paths.psm1'
    ModuleVersion     = '1.0.0'
    GUID              = 'e568345a-ad1f-43fd-b3fd-1e3979778d7c'
    Author            = 'RollingUpgrade contributors'
    CompanyName       = 'RollingUpgrade contributors'
    Copyright         = '(c) RollingUpgrade contributors. MIT license.'
    Description       = 'Keeps a session that has entered a twin from reaching production by paths.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @(
        'Add-Content',
        'Clear-Content',
        'Copy-Item',
        'Export-Clixml',
        'Export-Csv',
        'Get-Acl',
        'Get-ChildItem',
        'Get-Content',
        'Get-FileHash',
        'Get-Item',
        'Get-ItemProperty',
        'Import-Clixml',
        'Import-Csv',
        'Invoke-Item',
        'Move-Item',
        'New-Item',
        'New-PSDrive',
        'New-SmbMapping',
        'Push-Location',
        'Remove-Item',
        'Rename-Item',
        'Resolve-Path',
        'Set-Acl',
        'Set-Content',
        'Set-Location',
        'Start-BitsTransfer'
    )
    PrivateData       = @{
        PSData = @{
            Tags = @('ClusterTwin', 'StandIn')
        }
    }
}

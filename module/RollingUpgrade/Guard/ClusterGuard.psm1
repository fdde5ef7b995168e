# The names of Microsoft's cmdlets as aliases of the guarded ones. An alias wins over whatever module is imported
# later, also inside functions and scripts. Enable-ClusterGuard imports this module, Disable-ClusterGuard takes it out.

$guarded = @{
    'Add-ClusterNode'                = 'RollingUpgrade\Add-GuardedClusterNode'
    'Remove-ClusterNode'             = 'RollingUpgrade\Remove-GuardedClusterNode'
    'Resume-ClusterNode'             = 'RollingUpgrade\Resume-GuardedClusterNode'
    'Suspend-ClusterNode'            = 'RollingUpgrade\Suspend-GuardedClusterNode'
    'Update-ClusterFunctionalLevel'  = 'RollingUpgrade\Update-GuardedClusterFunctionalLevel'
}

foreach ($name in $guarded.Keys) {
    $null = $ExecutionContext.InvokeProvider.Item.Set("Alias:\$name", $guarded[$name])
}

Export-ModuleMember -Alias @($guarded.Keys)

# What reaches a machine by a path (\\node\share) comes to the guard, too. This module lies where discovery does not
# find it: outside Windows such a path is a name in a folder, and the cmdlets of files stay as they are.
foreach ($name in [ClusterTwin.Machines.LookupGuard]::PathCommands) {
    $null = $ExecutionContext.InvokeProvider.Item.Set("Alias:$name", 'Invoke-GuardedCommand')
}
Export-ModuleMember -Alias *

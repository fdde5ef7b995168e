# An alias wins over every import, but not over a name that is called with its module: the guard sees to those.
$guard = [ClusterTwin.Machines.LookupGuard]::Install($ExecutionContext)
$ExecutionContext.SessionState.Module.OnRemove = { $guard.Remove() }.GetNewClosure()
Export-ModuleMember -Cmdlet * -Alias *

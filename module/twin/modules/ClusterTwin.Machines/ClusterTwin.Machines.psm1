# An alias wins over every import, but not over a name that is called with its module: the guard sees to those.
$guard = [ClusterTwin.Machines.LookupGuard]::Install($ExecutionContext)
$ExecutionContext.SessionState.Module.OnRemove = { $guard.Remove() }.GetNewClosure()
# Outside Windows "sleep" is a program, which would wait by the wall clock.
if (-not $ExecutionContext.InvokeCommand.GetCommand('sleep', 'Alias')) {
    $null = $ExecutionContext.InvokeProvider.Item.Set('Alias:sleep', 'Start-Sleep')
}
Export-ModuleMember -Cmdlet * -Alias *

# Outside Windows "sleep" is a program, which would wait by the wall clock. Asked of the provider: looking the name up
# would load this very module once more, because it exports it.
if (-not $ExecutionContext.InvokeProvider.Item.Exists('Alias:sleep')) {
    $null = $ExecutionContext.InvokeProvider.Item.Set('Alias:sleep', 'Start-Sleep')
}

# "sc" is the program, too, where it is not Set-Content.
if (-not $ExecutionContext.InvokeProvider.Item.Exists('Alias:sc')) {
    $null = $ExecutionContext.InvokeProvider.Item.Set('Alias:sc', 'sc.exe')
}

# An alias wins over every import, but not over a name that is called with its module: the guard sees to those.
$guard = [ClusterTwin.Machines.LookupGuard]::Install($ExecutionContext)
$ExecutionContext.SessionState.Module.OnRemove = { $guard.Remove() }.GetNewClosure()
Export-ModuleMember -Cmdlet * -Alias *

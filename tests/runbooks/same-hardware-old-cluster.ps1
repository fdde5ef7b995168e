# The first half of an upgrade on the same hardware: the old cluster goes on with one node, the other one is free.
param([string] $First, [string] $Second)

$null = Suspend-ClusterNode -Name $First -Drain -Wait
Remove-ClusterNode -Name $First -Force
"Nodes: $((Get-ClusterNode | ForEach-Object Name) -join ', ')"
$away = Get-ClusterGroup | Where-Object { $_.State -ne 'Online' -and -not $_.IsCoreGroup }
"Roles that are not online on ${Second}: $(@($away).Count)"

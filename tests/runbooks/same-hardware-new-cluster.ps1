# The second half: the second node, already on the release after the next, joins the new cluster; then the first
# node follows, and the level is raised.
param([scriptblock] $Install, [string] $First, [string] $Second, [string] $Release)

function Show-Cluster($Text) {
    $nodes = Get-ClusterNode | ForEach-Object { "$($_.Name) $($_.BuildNumber) $($_.State)" }
    "${Text}: $($nodes -join ', '), level $((Get-Cluster).ClusterFunctionalLevel)"
}

Show-Cluster 'Begin'
$null = Add-ClusterNode -Name $Second
Show-Cluster 'Mixed'
$null = Suspend-ClusterNode -Name $First -Drain -Wait
$elsewhere = Get-ClusterGroup | Where-Object { $_.OwnerNode -ne $Second -or $_.State -ne 'Online' }
"Roles that do not run on ${Second}: $(@($elsewhere).Count)"
Remove-ClusterNode -Name $First -Force
& $Install $First $Release
$null = Add-ClusterNode -Name $First
Show-Cluster 'All new'
$null = Update-ClusterFunctionalLevel -Force
Show-Cluster 'End'

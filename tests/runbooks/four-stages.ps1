# The four stages of a rolling upgrade: all nodes old, both at once, all nodes new at the old level, the new level.
# The second and the third can still be left backwards, node by node.
param([scriptblock] $Install, [string] $Old, [string] $New, [int] $NewBuild, [string] $Machine)

function Show-Stage($Text) {
    $nodes = @(Get-ClusterNode)
    $new = @($nodes | Where-Object BuildNumber -eq $NewBuild).Count
    "${Text}: $($nodes.Count - $new) old, $new new, level $((Get-Cluster).ClusterFunctionalLevel)"
}

function Set-Release($Node, $Release) {
    $null = Suspend-ClusterNode -Name $Node -Drain -Wait
    Remove-ClusterNode -Name $Node -Force
    & $Install $Node $Release
    $null = Add-ClusterNode -Name $Node
}

$running = [string[]] (Get-ClusterGroup | Where-Object State -eq Online | ForEach-Object Name)
$nodes = [string[]] (Get-ClusterNode | ForEach-Object Name)
Show-Stage 'Stage 1'
Set-Release $nodes[0] $New
Set-Release $nodes[1] $New
Show-Stage 'Stage 2'
Set-Release $nodes[1] $Old
Show-Stage 'Stage 2, one node back'
foreach ($node in $nodes[1..3]) { Set-Release $node $New }
Show-Stage 'Stage 3'
Set-Release $nodes[3] $Old
Show-Stage 'Stage 3, an old node again'
Set-Release $nodes[3] $New
"Version before: $((Get-ClusterGroup $Machine | Get-VM).Version)"
$null = Update-ClusterFunctionalLevel -Force
Show-Stage 'Stage 4'
$guest = Get-ClusterGroup $Machine | Get-VM
Stop-VM $guest
Update-VMVersion $guest -Force
"Version after: $($guest.Version)"
$null = Start-ClusterGroup $Machine
$fallen = Get-ClusterGroup | Where-Object { $_.State -ne 'Online' -and $_.Name -in $running }
"Roles that have fallen: $(@($fallen).Count)"

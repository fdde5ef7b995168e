# Restarts a host and looks whether its switch came back as it was; then shows the pools and what is left in them.
param([string] $Node, [string] $Switch)

function Show-Switch($Text) {
    $found = Get-VMSwitch -ComputerName $Node -Name $Switch
    "${Text}: $($found.Name) $($found.SwitchType)"
}

Show-Switch 'Before'
Restart-Computer -ComputerName $Node -Wait -For PowerShell -Force
Show-Switch 'After'
Get-StoragePool | ForEach-Object {
    $reserve = ($_.Size - $_.AllocatedSize) / 1TB
    $size = '{0:0.00} {1:0.00} {2:0.00}' -f ($_.Size / 1TB), ($_.AllocatedSize / 1TB), $reserve
    "$($_.FriendlyName) $($_.OperationalStatus) $($_.HealthStatus) $($_.IsPrimordial) $size"
}

# Lists the VMs of a host, once they have run as long as $Uptime says: an ordered table, the longest first.
param([Collections.IDictionary] $Uptime, [string] $Node)

function Get-Uptime($Name) { (Get-VM -ComputerName $Node -Name $Name).Uptime }

# Restarts a VM at the moment at which another one has run for a time; says how long it took from there to boot.
function Restart-At($Name, $Other, $Time) {
    Stop-VM -ComputerName $Node -Name $Name -Force
    $wait = [math]::Floor(($Time - (Get-Uptime $Other)).TotalSeconds)
    if ($wait -gt 0) { Start-Sleep -Seconds $wait }
    Start-VM -ComputerName $Node -Name $Name
    (Get-Uptime $Other) - (Get-Uptime $Name) - $Time
}

# The one that runs longest stays on; each of the others is restarted when it is its turn.
$names = @($Uptime.Keys)
for ($place = 1; $place -lt $names.Count; $place++) {
    $before = $Uptime[$names[$place - 1]] - $Uptime[$names[$place]]
    # The first time shows how long a start takes; the second time it is reckoned with.
    $other = $names[$place - 1]
    $trial = (Get-Uptime $other) + [timespan]::FromMinutes(5)
    $took = Restart-At $names[$place] $other $trial
    $null = Restart-At $names[$place] $other ($before - $took)
}
$last = $names[-1]
Start-Sleep -Seconds ([math]::Floor(($Uptime[$last] - (Get-Uptime $last)).TotalSeconds))
Get-VM -ComputerName $Node

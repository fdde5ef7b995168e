# Times cmdlets in the engine, at the size of a small cluster and at the largest that Windows allows.
# It needs what `cargo xtask stage` makes; `cargo xtask bench` stages first and then runs it.
param(
    # The folder of the module.
    [string] $Module,
    # The command-line tool that invents the large cluster.
    [string] $Tool
)
$ErrorActionPreference = 'Stop'
$checkout = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
if (-not $Module) { $Module = [IO.Path]::Combine($checkout, 'target', 'module', 'RollingUpgrade') }
if (-not $Tool) {
    $ending = if ([Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT) { '.exe' } else { '' }
    $Tool = [IO.Path]::Combine($checkout, 'target', 'release', "rolling-upgrade$ending")
}

function Measure-Job([string] $Name, [int] $Times, [scriptblock] $Job) {
    $all = [double[]]::new($Times)
    for ($run = 0; $run -lt $Times; $run++) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Job
        $all[$run] = $watch.Elapsed.TotalMilliseconds
    }
    [Array]::Sort($all)
    '{0,-44} {1,10:n2} {2,10:n2} {3,10:n2}' -f $Name, $all[0], $all[[int][Math]::Floor($Times / 2)], $all[$Times - 1]
}

# A whole run on a fresh twin, without the level: its time, the part of each transition, and taking it up again.
function Measure-Run([string] $Size, [string] $Inventory, [string] $Target, [int] $Times) {
    $all = [double[]]::new($Times)
    $each = [double[]]::new($Times)
    $row = '{0,-44} {1,10:n2} {2,10:n2} {3,10:n2}'
    for ($run = 0; $run -lt $Times; $run++) {
        $twin = New-ClusterTwin -Path $Inventory
        Enter-ClusterTwin $twin
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $result = Invoke-RollingUpgrade -TargetVersion $Target -Confirm:$false -WarningAction SilentlyContinue
            $all[$run] = $watch.Elapsed.TotalMilliseconds
            $lines = [IO.Path]::Combine($folder, 'journal.jsonl')
            $null = Export-RollingUpgradeJournal -RunId $result.RunId -Path $lines
            # The first line is the run itself; each other one is an action, what came of it, and its flush to the disk.
            $each[$run] = $all[$run] / ([IO.File]::ReadAllLines($lines).Length - 1)
            if ($run -eq $Times - 1) {
                # It reads the whole journal again and has only the level left to raise.
                $resumed = Measure-Job "Invoke-RollingUpgrade -Resume, $Size" 1 {
                    Invoke-RollingUpgrade -Resume -Commit -Confirm:$false -WarningAction SilentlyContinue
                }
            }
        }
        finally { Exit-ClusterTwin }
    }
    [Array]::Sort($all)
    [Array]::Sort($each)
    $middle = [int][Math]::Floor($Times / 2)
    $row -f "Invoke-RollingUpgrade, $Size", $all[0], $all[$middle], $all[$Times - 1]
    $row -f '  for each transition', $each[0], $each[$middle], $each[$Times - 1]
    $resumed
    $journal = [IO.FileInfo]::new([IO.Path]::Combine($folder, 'journal.db'))
    '{0,-44} {1,10:n2}' -f '  MiB of the journal so far', ($journal.Length / 1MB)
}

function Measure-Cluster([string] $Size, [string] $Inventory, [string] $Target, [int] $Times) {
    Measure-Job "New-ClusterTwin, $Size" $Times { New-ClusterTwin -Path $Inventory }
    $twin = New-ClusterTwin -Path $Inventory
    Enter-ClusterTwin $twin
    try {
        Measure-Job "Get-ClusterNode, $Size" ($Times * 5) { Get-ClusterNode }
        Measure-Job "Get-ClusterGroup, $Size" $Times { Get-ClusterGroup }
        Measure-Job "Export-ClusterInventory, $Size" $Times { Export-ClusterInventory }
        Measure-Job "Test-RollingUpgrade -Path, $Size" $Times {
            Test-RollingUpgrade -TargetVersion $Target -Path $Inventory
        }
        Measure-Job "New-RollingUpgradePlan -Path, $Size" $Times {
            New-RollingUpgradePlan -TargetVersion $Target -Path $Inventory
        }
    }
    finally {
        Exit-ClusterTwin
    }
}

$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), "rolling-upgrade-bench-$([guid]::NewGuid().ToString('N'))")
$null = [IO.Directory]::CreateDirectory($folder)
$dataBefore = $env:ROLLING_UPGRADE_DATA
$env:ROLLING_UPGRADE_DATA = $folder
try {
    '{0,-44} {1,10} {2,10} {3,10}' -f 'milliseconds', 'minimum', 'median', 'maximum'
    Measure-Job 'Import-Module, first' 1 { Import-Module $Module }
    Measure-Job 'Import-Module, again' 10 { Import-Module $Module -Force }

    $small = [IO.Path]::Combine($checkout, 'tests', 'scenarios', 'contoso-2012r2', 'cluster.json')
    Measure-Cluster '4 nodes and 24 VMs' $small '2016' 10
    Measure-Run '4 nodes and 24 VMs' $small '2016' 3

    $large = [IO.Path]::Combine($folder, 'large.json')
    $text = & $Tool generate --nodes 64 --vms 8000 --seed 1 --from 2012R2
    [IO.File]::WriteAllLines($large, [string[]] $text)
    Measure-Cluster '64 nodes and 8,000 VMs' $large '2016' 3
    Measure-Run '64 nodes and 8,000 VMs' $large '2016' 1
}
finally {
    $env:ROLLING_UPGRADE_DATA = $dataBefore
    [IO.Directory]::Delete($folder, $true)
}

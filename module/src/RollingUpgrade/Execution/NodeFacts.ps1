# Reads the facts of one machine and answers them as JSON. It changes nothing.
# It runs on the machine itself, in the Windows PowerShell that is there: 4.0 on Windows Server 2012 R2.
$ErrorActionPreference = 'Stop'

function Read-Fact([scriptblock] $Read, $Otherwise = $null) {
    # What can't be read without more rights, or does not exist on this release, is unknown and no error.
    try { & $Read } catch { $Otherwise }
}

$system = Get-CimInstance -ClassName Win32_OperatingSystem
$computer = Get-CimInstance -ClassName Win32_ComputerSystem
$processors = @(Get-CimInstance -ClassName Win32_Processor)
$windows = Get-ItemProperty -Path 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'

$features = @(Read-Fact { Get-WindowsFeature | Where-Object { $_.Installed } | ForEach-Object { $_.Name } } @())

$switches = @(Read-Fact {
    Get-VMSwitch | ForEach-Object {
        $teaming = 'none'
        if ($_.EmbeddedTeamingEnabled) {
            $teaming = 'set'
        } elseif ($_.NetAdapterInterfaceDescription -like '*Multiplexor*') {
            $teaming = 'lbfo'
        }
        @{ name = $_.Name; kind = "$($_.SwitchType)".ToLowerInvariant(); teaming = $teaming }
    }
} @())

$vlans = @{}
Read-Fact {
    Get-VMNetworkAdapterVlan -ManagementOS | ForEach-Object {
        if ($_.OperationMode -eq 'Access') { $vlans["vEthernet ($($_.ParentAdapter.Name))"] = [int] $_.AccessVlanId }
    }
}
$rdma = @(Read-Fact { Get-NetAdapterRdma | Where-Object { $_.Enabled } | ForEach-Object { $_.Name } } @())
$adapters = @(Read-Fact {
    Get-NetAdapter | Where-Object { $_.Status -eq 'Up' } | ForEach-Object {
        $adapter = $_
        $addresses = @(Read-Fact {
            Get-NetIPAddress -InterfaceIndex $adapter.ifIndex -AddressFamily IPv4 |
                ForEach-Object { @{ address = $_.IPAddress; prefixLength = [int] $_.PrefixLength } }
        } @())
        $kind = 'physical'
        if ($adapter.Name -like 'vEthernet*') { $kind = 'hostVirtual' }
        $vlan = $vlans[$adapter.Name]
        if ($null -eq $vlan -and $adapter.VlanID) { $vlan = [int] $adapter.VlanID }
        @{
            name = $adapter.Name
            kind = $kind
            vlan = $vlan
            megabitsPerSecond = [long] ($adapter.ReceiveLinkSpeed / 1000000)
            rdma = $rdma -contains $adapter.Name
            addresses = $addresses
        }
    }
} @())

$boot = @(Read-Fact { Get-Disk | Where-Object { $_.IsBoot } | ForEach-Object { $_.SerialNumber } } @())
$disks = @(Read-Fact {
    Get-PhysicalDisk | Where-Object { $_.SerialNumber -and $_.BusType -notin 'iSCSI', 'Fibre Channel' } |
        ForEach-Object {
            @{
                serialNumber = "$($_.SerialNumber)".Trim()
                sizeMiB = [long] ($_.Size / 1MB)
                boot = $boot -contains $_.SerialNumber
                pooled = "$($_.CannotPoolReason)" -like '*In a Pool*'
                health = "$($_.HealthStatus)".ToLowerInvariant()
            }
        }
} @())

$paths = Read-Fact {
    $counted = 0
    Get-CimInstance -Namespace 'root\WMI' -ClassName MPIO_DISK_INFO | ForEach-Object {
        $_.DriveInfo | ForEach-Object { $counted += [int] $_.NumberPaths }
    }
    $counted
}

$hyperV = Read-Fact {
    $vmHost = Get-VMHost
    @{
        maximumMigrations = [int] $vmHost.MaximumVirtualMachineMigrations
        maximumStorageMigrations = [int] $vmHost.MaximumStorageMigrations
        migrationTransport = "$($vmHost.VirtualMachineMigrationPerformanceOption)".ToLowerInvariant()
        migrationAuthentication = "$($vmHost.VirtualMachineMigrationAuthenticationType)"
        migrationEnabled = [bool] $vmHost.VirtualMachineMigrationEnabled
    }
}
$unclustered = @(Read-Fact { Get-VM | Where-Object { -not $_.IsClustered } | ForEach-Object { $_.Name } } @())

$pending = (Test-Path 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending') -or
    (Test-Path 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired')
$startPartition = Read-Fact { (Get-Partition -DriveLetter $env:SystemDrive.Substring(0, 1) | Get-Disk).Location }
$domain = $null
if ($computer.PartOfDomain) { $domain = $computer.Domain }

@{
    build = [int] $system.BuildNumber
    revision = [int] $windows.UBR
    processor = @{
        vendor = $processors[0].Manufacturer
        model = "$($processors[0].Name)".Trim()
        # Reads as false where the hypervisor already runs and hides it; Hyper-V on 2016 or later proves it then.
        secondLevelAddressTranslation = [bool] $processors[0].SecondLevelAddressTranslationExtensions
        hypervisorPresent = [bool] $computer.HypervisorPresent
        logicalProcessors = [int] $computer.NumberOfLogicalProcessors
    }
    memoryMiB = [long] ($computer.TotalPhysicalMemory / 1MB)
    features = $features
    switches = $switches
    adapters = $adapters
    disks = $disks
    storagePaths = $paths
    hyperV = $hyperV
    pendingRestart = [bool] $pending
    bootsFromVhd = "$startPartition" -like '*.vhd*'
    storageServer = "$($system.Caption)" -like '*Storage Server*'
    domain = $domain
    unclusteredVirtualMachines = $unclustered
} | ConvertTo-Json -Depth 6 -Compress

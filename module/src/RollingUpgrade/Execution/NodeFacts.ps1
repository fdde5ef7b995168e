# Reads the facts of one machine and answers them as JSON. It changes nothing.
# It runs on the machine itself, in the Windows PowerShell that is there: 4.0 on Windows Server 2012 R2.
# Each part is read on its own: what can't be read without more rights, or does not exist on this release, is left out
# and so is unknown; it is no error and hides no other part.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# Some cultures count their years otherwise.
$invariant = [Globalization.CultureInfo]::InvariantCulture

function Read-Fact([scriptblock] $Read, $Otherwise = $null) {
    try { & $Read } catch { $Otherwise }
}

function Read-List([scriptblock] $Read) {
    # A list with no items is known to be empty; a list that could not be read is null.
    try { , @(& $Read) } catch { $null }
}

# Lists that every machine has: one that could not be read is named, since an empty one would be a claim.
$unread = [System.Collections.ArrayList] @()
function Read-Known([string] $Name, [scriptblock] $Read) {
    try { & $Read } catch { $null = $unread.Add($Name) }
}

function Read-Value([string] $Path, [string] $Name) {
    try { (Get-ItemProperty -Path $Path).$Name } catch { $null }
}

$system = Get-CimInstance -ClassName Win32_OperatingSystem
$computer = Get-CimInstance -ClassName Win32_ComputerSystem
$processors = @(Get-CimInstance -ClassName Win32_Processor)
$windowsKey = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
$windows = Get-ItemProperty -Path $windowsKey

$features = @(Read-Known 'features' {
    Get-WindowsFeature | Where-Object { $_.Installed } | ForEach-Object { $_.Name }
})
# Without the role there are no switches and no VMs, and no command that would say so.
$mayHost = $unread -contains 'features' -or $features -contains 'Hyper-V'

# Adapters by description, which is how a switch names those under it.
$byDescription = @{}
$cards = @(Read-Known 'adapters' { Get-NetAdapter })
$cards | ForEach-Object { $byDescription["$($_.InterfaceDescription)"] = $_.Name }

# A switch on a team names the adapter of the team; what has to come back are those under it.
$teams = @{}
$null = Read-Fact {
    Get-NetLbfoTeam | ForEach-Object { foreach ($nic in $_.TeamNics) { $teams["$nic"] = @($_.Members) } }
}
$switches = @(if ($mayHost) { Read-Known 'switches' {
    Get-VMSwitch | ForEach-Object {
        $teaming = 'none'
        if ($_.EmbeddedTeamingEnabled) {
            $teaming = 'set'
        } elseif ($_.NetAdapterInterfaceDescription -like '*Multiplexor*') {
            $teaming = 'lbfo'
        }
        $descriptions = @($_.NetAdapterInterfaceDescriptions)
        if (-not $descriptions) { $descriptions = @($_.NetAdapterInterfaceDescription) }
        $members = @($descriptions | Where-Object { $_ -and $byDescription.ContainsKey("$_") } |
            ForEach-Object {
                $card = $byDescription["$_"]
                if ($teams.ContainsKey("$card")) { $teams["$card"] } else { $card }
            })
        $switch = @{
            name = $_.Name
            kind = "$($_.SwitchType)".ToLowerInvariant()
            teaming = $teaming
            members = $members
        }
        if ("$($_.BandwidthReservationMode)" -in 'None', 'Absolute', 'Weight') {
            $switch.bandwidthMode = "$($_.BandwidthReservationMode)".ToLowerInvariant()
        }
        if ($null -ne $_.IovEnabled) { $switch.singleRoot = [bool] $_.IovEnabled }
        $switch
    }
} })

$vlans = @{}
$null = Read-Fact {
    Get-VMNetworkAdapterVlan -ManagementOS | ForEach-Object {
        if ("$($_.OperationMode)" -eq 'Access') {
            $vlans["vEthernet ($($_.ParentAdapter.Name))"] = [int] $_.AccessVlanId
        }
    }
}
$connected = @{}
$null = Read-Fact {
    Get-VMNetworkAdapter -ManagementOS | ForEach-Object { $connected["vEthernet ($($_.Name))"] = $_.SwitchName }
}
$rdma = Read-List { Get-NetAdapterRdma | Where-Object { $_.Enabled } | ForEach-Object { $_.Name } }
$bridging = @{}
$null = Read-Fact { Get-NetAdapterQos | ForEach-Object { $bridging["$($_.Name)"] = [bool] $_.Enabled } }
$packets = @{}
$null = Read-Fact {
    Get-NetAdapterAdvancedProperty -RegistryKeyword '*JumboPacket' | ForEach-Object {
        $packets["$($_.Name)"] = [int] @($_.RegistryValue)[0]
    }
}
$registers = @{}
$null = Read-Fact {
    Get-DnsClient | ForEach-Object { $registers["$($_.InterfaceAlias)"] = [bool] $_.RegisterThisConnectionsAddress }
}
$gateways = @{}
$null = Read-Fact {
    Get-NetRoute -DestinationPrefix '0.0.0.0/0' | ForEach-Object { $gateways["$($_.InterfaceAlias)"] = "$($_.NextHop)" }
}
$servers = @{}
$null = Read-Fact {
    Get-DnsClientServerAddress -AddressFamily IPv4 | ForEach-Object {
        $servers["$($_.InterfaceAlias)"] = @($_.ServerAddresses | Where-Object { $_ })
    }
}
# All at once: asked for one adapter, one without addresses is an error and looks like one that was not read.
$addresses = @{}
$null = Read-Known 'addresses' {
    Get-NetIPAddress | Where-Object { $_.IPAddress -notlike 'fe80:*' } | ForEach-Object {
        $addresses["$($_.InterfaceIndex)"] += @("$("$($_.IPAddress)".Split('%')[0])/$($_.PrefixLength)")
    }
}
$adapters = @(Read-Fact {
    $cards | Where-Object { "$($_.Status)" -eq 'Up' } | ForEach-Object {
        $card = $_
        $kind = 'physical'
        if ($card.Name -like 'vEthernet*') { $kind = 'hostVirtual' }
        $vlan = $vlans[$card.Name]
        if ($null -eq $vlan -and $card.VlanID) { $vlan = [int] $card.VlanID }
        $adapter = @{
            name = $card.Name
            kind = $kind
            vlan = $vlan
            megabitsPerSecond = [long] ($card.ReceiveLinkSpeed / 1000000)
            rdma = $(if ($null -ne $rdma) { $rdma -contains $card.Name })
            addresses = @($addresses["$($card.ifIndex)"] | Where-Object { $_ })
            gateway = $gateways[$card.Name]
            registersInDns = $registers[$card.Name]
            packetBytes = $packets[$card.Name]
            dataCenterBridging = $bridging[$card.Name]
            switch = $connected[$card.Name]
        }
        if ($servers[$card.Name]) { $adapter.nameServers = @($servers[$card.Name]) }
        if ($kind -eq 'physical' -and $card.DriverVersionString) { $adapter.driver = "$($card.DriverVersionString)" }
        $adapter
    }
} @())

$boot = @(Read-Fact { Get-Disk | Where-Object { $_.IsBoot } | ForEach-Object { $_.SerialNumber } } @())
# With Storage Spaces Direct every node lists the disks of all nodes; those that sit here have to be asked for.
$present = @(Read-Fact {
    Get-StorageNode | Where-Object { "$($_.Name)".Split('.')[0] -eq $env:COMPUTERNAME } |
        Get-PhysicalDisk -PhysicallyConnected
} @())
if (-not $present) { $present = @(Read-Known 'disks' { Get-PhysicalDisk }) }
$disks = @(Read-Fact {
    $present | Where-Object { $_.SerialNumber -and "$($_.BusType)" -notin 'iSCSI', 'Fibre Channel' } |
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

$shared = Read-List {
    Get-CimInstance -Namespace 'root\WMI' -ClassName MPIO_DISK_INFO | ForEach-Object {
        $_.DriveInfo | ForEach-Object {
            @{ name = $_.Name; serialNumber = "$($_.SerialNumber)".Trim(); paths = [int] $_.NumberPaths }
        }
    }
}
$paths = $null
$multipath = $null
# The table of mpclaim names the policy of each disk: MPIO Disk0  Disk 1  RR  Microsoft DSM.
$policies = @{}
$null = Read-Fact {
    mpclaim -s -d | ForEach-Object {
        if ("$_" -match 'Disk(\d+)\s.*\s(FOO|RR|RRWS|LQD|WP|LB)\s') { $policies[$Matches[1]] = $Matches[2] }
    }
}
if ($null -ne $shared) {
    $shared | ForEach-Object {
        $number = "$($_.name)" -replace '\D'
        $null = $_.Remove('name')
        if ($number -and $policies.ContainsKey($number)) { $_.policy = $policies[$number] }
    }
    $paths = 0
    $shared | ForEach-Object { $paths += $_.paths }
    $multipath = @{
        policy = Read-Fact { "$(Get-MSDSMGlobalDefaultLoadBalancePolicy)" }
        disks = @($shared | Where-Object { $_.serialNumber })
    }
}

$hyperV = Read-Fact {
    $vmHost = Get-VMHost
    $settings = @{
        maximumMigrations = [int] $vmHost.MaximumVirtualMachineMigrations
        maximumStorageMigrations = [int] $vmHost.MaximumStorageMigrations
        migrationTransport = "$($vmHost.VirtualMachineMigrationPerformanceOption)".ToLowerInvariant()
        migrationAuthentication = $(
            if ("$($vmHost.VirtualMachineMigrationAuthenticationType)" -eq 'CredSSP') { 'credSsp' } else { 'kerberos' })
        migrationEnabled = [bool] $vmHost.VirtualMachineMigrationEnabled
        virtualMachinePath = $vmHost.VirtualMachinePath
        virtualHardDiskPath = $vmHost.VirtualHardDiskPath
        macAddressMinimum = $vmHost.MacAddressMinimum
        macAddressMaximum = $vmHost.MacAddressMaximum
    }
    # Without a list of its own a host uses any network, which is no list.
    if (-not $vmHost.UseAnyNetworkForMigration) {
        $networks = Read-List { Get-VMMigrationNetwork | ForEach-Object { "$($_.Subnet)" } }
        if ($null -ne $networks) { $settings.migrationNetworks = @($networks) }
    }
    $settings
}
$unclustered = @(if ($mayHost) {
    Read-Known 'unclusteredVirtualMachines' {
        Get-VM | Where-Object { -not $_.IsClustered } | ForEach-Object { $_.Name }
    }
})

$pending = (Test-Path 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending') -or
    (Test-Path 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired')
$startPartition = Read-Fact { (Get-Partition -DriveLetter $env:SystemDrive.Substring(0, 1) | Get-Disk).Location }
$domain = $null
if ($computer.PartOfDomain) { $domain = $computer.Domain }

# What a rebuild has to restore beside that.
$lists = @{}
$lists.initiators = Read-List {
    $targets = @(Read-Fact { Get-IscsiSession | ForEach-Object { "$($_.TargetNodeAddress)" } } @())
    $portals = @(Read-Fact { Get-IscsiTargetPortal | ForEach-Object { "$($_.TargetPortalAddress)" } } @())
    Get-InitiatorPort | ForEach-Object {
        if ("$($_.ConnectionType)" -like '*iSCSI*') {
            @{ kind = 'iscsi'; name = "$($_.NodeAddress)"; targets = $targets; portals = $portals }
        } elseif ("$($_.ConnectionType)" -like '*Fibre*') {
            @{ kind = 'fibreChannel'; name = "$($_.PortAddress)"; targets = @() }
        }
    }
}
$lists.certificates = Read-List {
    foreach ($store in 'My', 'Shielded VM Local Certificates') {
        $place = "Cert:\LocalMachine\$store"
        if (Test-Path $place) {
            Get-ChildItem -Path $place | ForEach-Object {
                @{
                    thumbprint = $_.Thumbprint
                    store = $store
                    subject = $_.Subject
                    notAfter = $_.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", $invariant)
                    privateKey = [bool] $_.HasPrivateKey
                }
            }
        }
    }
}
$lists.guardians = Read-List {
    Get-HgsGuardian | Where-Object { $_.HasPrivateSigningKey } | ForEach-Object {
        # Every host calls the guardian that it makes for itself alike, so that only the certificate tells two apart.
        if ($_.SigningCertificate) { "$($_.Name) ($($_.SigningCertificate.Thumbprint))" } else { "$($_.Name)" }
    }
}
$lists.firewallRules = Read-List {
    Get-NetFirewallRule -Enabled True | ForEach-Object {
        # A rule that somebody made has a random name; the one that is shown is the one that is made again.
        if ($_.Name -like '{*}') { $_.DisplayName } else { $_.Name }
    }
}
$lists.antivirusExclusions = Read-List {
    $preference = Get-MpPreference
    # A program is told apart from a path by the word before it.
    $preference.ExclusionPath | Where-Object { $_ }
    $preference.ExclusionProcess | Where-Object { $_ } | ForEach-Object { "process:$_" }
}
$lists.services = Read-List {
    Get-CimInstance -ClassName Win32_Service |
        Where-Object { $_.PathName -and "$($_.PathName)".Trim('"') -notlike "$env:SystemRoot\*" } |
        ForEach-Object {
            $start = 'manual'
            if ("$($_.StartMode)" -eq 'Auto') { $start = 'automatic' }
            if ("$($_.StartMode)" -eq 'Disabled') { $start = 'disabled' }
            @{ name = $_.Name; start = $start }
        }
}
$lists.localGroups = Read-List {
    Get-LocalGroup | ForEach-Object {
        $members = @(Get-LocalGroupMember -SID $_.SID | ForEach-Object { $_.Name })
        if ($members) { @{ name = $_.Name; members = $members } }
    }
}
$powerPlan = Read-Fact {
    $plans = Get-CimInstance -Namespace 'root\cimv2\power' -ClassName Win32_PowerPlan
    ($plans | Where-Object { $_.IsActive }).ElementName
}
$pageFile = Read-Fact {
    if ($computer.AutomaticManagedPagefile) {
        'automatic'
    } else {
        $files = @(Get-CimInstance -ClassName Win32_PageFileSetting |
            ForEach-Object { "$($_.Name) $($_.InitialSize) $($_.MaximumSize)" })
        if ($files) { $files -join '; ' } else { 'none' }
    }
}
$timeKey = 'HKLM:\SYSTEM\CurrentControlSet\Services\W32Time\Parameters'
$timeSource = Read-Value $timeKey 'NtpServer'
if ((Read-Value $timeKey 'Type') -eq 'NT5DS') { $timeSource = 'domain hierarchy' }
$credentialGuard = Read-Fact {
    $guard = Get-CimInstance -Namespace 'root\Microsoft\Windows\DeviceGuard' -ClassName Win32_DeviceGuard
    @($guard.SecurityServicesRunning) -contains 1
}
$memoryKey = 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management'
$mitigations = @(
    @('override', (Read-Value $memoryKey 'FeatureSettingsOverride')),
    @('mask', (Read-Value $memoryKey 'FeatureSettingsOverrideMask')),
    @('minimum', (Read-Value "$windowsKey\Virtualization" 'MinVmVersionForCpuBasedMitigations')) |
        Where-Object { $null -ne $_[1] } | ForEach-Object { "$($_[0])=$($_[1])" }
) -join ' '
if (-not $mitigations) { $mitigations = 'default' }

$updateKey = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate'
$updates = @{ remoting = $true; source = 'microsoftUpdate' }
if ((Read-Value "$updateKey\AU" 'UseWUServer') -eq 1) { $updates.source = Read-Value $updateKey 'WUServer' }
$choice = Read-Value "$updateKey\AU" 'AUOptions'
if ($null -ne $choice) {
    $updates.installsOnSchedule = $choice -eq 4 -and (Read-Value "$updateKey\AU" 'NoAutoUpdate') -ne 1
}
# What the last search found: nothing is searched for now, which could take minutes and needs the network.
$missing = Read-Fact {
    $session = [Activator]::CreateInstance([type]::GetTypeFromProgID('Microsoft.Update.Session'))
    $searcher = $session.CreateUpdateSearcher()
    $searcher.Online = $false
    [int] $searcher.Search('IsInstalled=0 and IsHidden=0').Updates.Count
}
if ($null -ne $missing) { $updates.missingUpdates = $missing }
$shutdown = Read-List {
    Get-NetFirewallRule -Group '@firewallapi.dll,-36751' | Where-Object { "$($_.Enabled)" -eq 'True' }
}
if ($null -ne $shutdown) { $updates.remoteShutdownRule = $shutdown.Count -gt 0 }

# A member's cluster service starts by itself; one that is disabled beside a database belongs to no cluster any more.
$serviceStart = Read-Value 'HKLM:\SYSTEM\CurrentControlSet\Services\ClusSvc' 'Start'
$remnants = $null
if ($null -ne $serviceStart) {
    $remnants = $serviceStart -eq 4 -and (Test-Path "$env:SystemRoot\Cluster\CLUSDB")
}

$lists.networkIntents = Read-List { Get-NetIntent | ForEach-Object { $_.IntentName } }

$restored = @{
    edition = $windows.EditionID
    multipath = $multipath
    powerPlan = $powerPlan
    pageFile = $pageFile
    timeSource = $timeSource
    credentialGuard = $credentialGuard
    mitigations = $mitigations
    firmware = Read-Fact { (Get-CimInstance -ClassName Win32_BIOS).SMBIOSBIOSVersion }
    systemDrive = $env:SystemDrive
    updates = $updates
    isVirtual = "$($computer.Model)" -match 'Virtual Machine|VMware|KVM|VirtualBox|Bochs'
    clusterRemnants = $remnants
}
# A list that a function put out is wrapped; Windows PowerShell would write the wrapping into the text.
foreach ($name in @($lists.Keys)) {
    if ($null -ne $lists[$name]) { $restored[$name] = @($lists[$name]) }
}

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
    unread = @($unread)
    profile = $restored
    # What only the machine that asks can make use of.
    asked = @{
        utcNow = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", $invariant)
        secureChannel = Read-Fact { [bool] (Test-ComputerSecureChannel) }
    }
} | ConvertTo-Json -Depth 8 -Compress

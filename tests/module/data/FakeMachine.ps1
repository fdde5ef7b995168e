# A machine of the tests: the cmdlets that the script for node facts calls, answering what a Hyper-V host answers.
# What is not defined here does not exist on the machine, and its facts stay unknown.
function New-Fake([hashtable] $Properties) { [pscustomobject] $Properties }

function Get-CimInstance {
    param($ClassName, $Namespace)
    switch ($ClassName) {
        'Win32_OperatingSystem' {
            New-Fake @{ BuildNumber = '17763'; Caption = 'Microsoft Windows Server 2019 Datacenter' }
        }
        'Win32_ComputerSystem' {
            New-Fake @{
                HypervisorPresent = $true
                NumberOfLogicalProcessors = 32
                TotalPhysicalMemory = 274877906944
                PartOfDomain = $true
                Domain = 'contoso.com'
                Model = 'PowerEdge R740'
                AutomaticManagedPagefile = $false
            }
        }
        'Win32_Processor' {
            New-Fake @{
                Manufacturer = 'GenuineIntel'
                Name = 'Intel(R) Xeon(R) Gold 6230 '
                SecondLevelAddressTranslationExtensions = $false
            }
        }
        'MPIO_DISK_INFO' {
            New-Fake @{ DriveInfo = @(
                    (New-Fake @{ Name = 'MPIO Disk0'; SerialNumber = ' LUN1'; NumberPaths = 4 })
                    (New-Fake @{ Name = 'MPIO Disk1'; SerialNumber = 'LUN2'; NumberPaths = 2 })) }
        }
        'Win32_Service' {
            New-Fake @{ Name = 'Spooler'; PathName = "$env:SystemRoot\System32\spoolsv.exe"; StartMode = 'Auto' }
            New-Fake @{ Name = 'BackupAgent'; PathName = '"D:\Agent\agent.exe"'; StartMode = 'Auto' }
        }
        'Win32_PowerPlan' {
            New-Fake @{ IsActive = $false; ElementName = 'Balanced' }
            New-Fake @{ IsActive = $true; ElementName = 'High performance' }
        }
        'Win32_PageFileSetting' { New-Fake @{ Name = 'C:\pagefile.sys'; InitialSize = 4096; MaximumSize = 8192 } }
        'Win32_BIOS' { New-Fake @{ SMBIOSBIOSVersion = '2.12.2' } }
        'Win32_DeviceGuard' { New-Fake @{ SecurityServicesRunning = @(1, 2) } }
        default { throw "There is no class $ClassName." }
    }
}

function Get-ItemProperty {
    param($Path)
    switch -Wildcard ($Path) {
        '*\Windows NT\CurrentVersion' { New-Fake @{ UBR = 5206; EditionID = 'ServerDatacenter' } }
        '*\W32Time\Parameters' { New-Fake @{ Type = 'NT5DS'; NtpServer = 'time.windows.com' } }
        '*\WindowsUpdate\AU' { New-Fake @{ UseWUServer = 1; AUOptions = 4; NoAutoUpdate = 0 } }
        '*\Policies\Microsoft\Windows\WindowsUpdate' { New-Fake @{ WUServer = 'http://wsus:8530' } }
        '*\Services\ClusSvc' { New-Fake @{ Start = 2 } }
        default { throw "There is no key $Path." }
    }
}

function Test-Path { param($Path) "$Path" -eq 'Cert:\LocalMachine\My' }

function Get-ChildItem {
    param($Path)
    New-Fake @{
        Thumbprint = 'AB12'
        Subject = 'CN=hv01'
        NotAfter = [DateTime]::new(2027, 1, 2, 3, 4, 5, [DateTimeKind]::Utc)
        HasPrivateKey = $true
    }
}

function Get-WindowsFeature {
    New-Fake @{ Name = 'Hyper-V'; Installed = $true }
    New-Fake @{ Name = 'DHCP'; Installed = $false }
}

function Get-NetAdapter {
    New-Fake @{
        Name = 'NIC1'; InterfaceDescription = 'Card #1'; Status = 'Up'; ifIndex = 1
        ReceiveLinkSpeed = 25000000000; DriverVersionString = '1.2.3'; VlanID = $null
    }
    New-Fake @{
        Name = 'vEthernet (Storage)'; InterfaceDescription = 'Virtual #1'; Status = 'Up'; ifIndex = 2
        ReceiveLinkSpeed = 10000000000; DriverVersionString = $null; VlanID = $null
    }
    New-Fake @{ Name = 'NIC2'; InterfaceDescription = 'Card #2'; Status = 'Disconnected'; ifIndex = 3 }
}

function Get-NetIPAddress {
    New-Fake @{ InterfaceIndex = 2; IPAddress = '10.0.3.11'; PrefixLength = 24 }
    New-Fake @{ InterfaceIndex = 2; IPAddress = 'fe80::1%2'; PrefixLength = 64 }
}

function Get-NetRoute {
    param($DestinationPrefix)
    New-Fake @{ InterfaceAlias = 'vEthernet (Storage)'; NextHop = '10.0.3.1' }
}
function Get-DnsClientServerAddress {
    param($AddressFamily)
    New-Fake @{ InterfaceAlias = 'NIC1'; ServerAddresses = @() }
    New-Fake @{ InterfaceAlias = 'vEthernet (Storage)'; ServerAddresses = @('10.0.1.5', '10.0.1.6') }
}
function Get-NetAdapterRdma { New-Fake @{ Name = 'NIC1'; Enabled = $true } }
function Get-NetAdapterQos { New-Fake @{ Name = 'NIC1'; Enabled = $true } }
function Get-NetAdapterAdvancedProperty {
    param($RegistryKeyword)
    New-Fake @{ Name = 'NIC1'; RegistryValue = @('9014') }
}
function Get-DnsClient { New-Fake @{ InterfaceAlias = 'NIC1'; RegisterThisConnectionsAddress = $false } }

function Get-VMSwitch {
    New-Fake @{
        Name = 'Tenant'; SwitchType = 'External'; EmbeddedTeamingEnabled = $true; IovEnabled = $false
        NetAdapterInterfaceDescription = 'Teamed'; NetAdapterInterfaceDescriptions = @('Card #1', 'Card #2')
        BandwidthReservationMode = 'Weight'
    }
}

function Get-VMNetworkAdapterVlan {
    param([switch] $ManagementOS)
    New-Fake @{ OperationMode = 'Access'; AccessVlanId = 711; ParentAdapter = New-Fake @{ Name = 'Storage' } }
}

function Get-VMNetworkAdapter { param([switch] $ManagementOS) New-Fake @{ Name = 'Storage'; SwitchName = 'Tenant' } }

function Get-VMHost {
    New-Fake @{
        MaximumVirtualMachineMigrations = 4; MaximumStorageMigrations = 2
        VirtualMachineMigrationPerformanceOption = 'SMB'; VirtualMachineMigrationAuthenticationType = 'Kerberos'
        VirtualMachineMigrationEnabled = $true; UseAnyNetworkForMigration = $false
        VirtualMachinePath = 'C:\VMs'; VirtualHardDiskPath = 'C:\VHDs'
        MacAddressMinimum = '00155D010200'; MacAddressMaximum = '00155D0102FF'
    }
}

function Get-VMMigrationNetwork { New-Fake @{ Subnet = '10.0.3.0/24' } }
function Get-VM { New-Fake @{ Name = 'local1'; IsClustered = $false } }
function Get-Disk { New-Fake @{ SerialNumber = 'S1'; IsBoot = $true } }

function Get-PhysicalDisk {
    New-Fake @{ SerialNumber = 'S1'; BusType = 'SATA'; Size = 1073741824; HealthStatus = 'Healthy' }
    New-Fake @{ SerialNumber = 'L1'; BusType = 'iSCSI'; Size = 1073741824; HealthStatus = 'Healthy' }
}

function Get-InitiatorPort {
    New-Fake @{ ConnectionType = 'iSCSI'; NodeAddress = 'iqn.1991-05.com.microsoft:hv01'; PortAddress = 'x' }
}

function mpclaim { 'MPIO Disk0    Disk 1    LQD    Microsoft DSM' }
function Get-IscsiTargetPortal { New-Fake @{ TargetPortalAddress = '10.0.3.100' } }
function Get-IscsiSession { New-Fake @{ TargetNodeAddress = 'iqn.target' } }
function Get-HgsGuardian { New-Fake @{ Name = 'Untrusted'; HasPrivateSigningKey = $true } }

function Get-NetFirewallRule {
    param($Enabled, $Group)
    New-Fake @{ Name = 'WINRM-HTTP-In-TCP'; DisplayName = 'Windows Remote Management'; Enabled = 'True' }
    New-Fake @{ Name = '{3F2A}'; DisplayName = 'Backup agent'; Enabled = 'True' }
}

function Test-ComputerSecureChannel { $true }

function ConvertTo-Json {
    param([Parameter(ValueFromPipeline = $true)] $InputObject, $Depth, [switch] $Compress)
    process { Write-FakeJson $InputObject }
}

function Write-FakeJson($Value) {
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [bool]) { return "$Value".ToLowerInvariant() }
    if ($Value -is [int] -or $Value -is [long]) { return "$Value" }
    if ($Value -is [System.Collections.IDictionary]) {
        $fields = foreach ($key in $Value.Keys) { "$(Write-FakeJson "$key"):$(Write-FakeJson $Value[$key])" }
        return "{$(@($fields) -join ',')}"
    }
    if ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) {
        $items = foreach ($item in $Value) { Write-FakeJson $item }
        return "[$(@($items) -join ',')]"
    }
    '"' + "$Value".Replace('\', '\\').Replace('"', '\"') + '"'
}

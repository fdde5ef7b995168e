# Rebuilds n1 of the cluster CLUSTER1 on a fresh installation of Windows Server 2019.
# Run it on the machine itself, as an administrator, again after each restart, until it says that
# everything is there. It changes only what differs, and it holds no secret: it asks for those.
# It does not add the node to the cluster. Test-ClusterNodeReadiness says whether it may be added.
# The operating system belongs on the disk with the serial number B0.
# Disks of the storage pool, which must not be touched: S1.
#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$restart = $false

# 1. Network: physical adapters
# Network ATC configured this node by the intents compute, storage: it will do so again once the
# node has joined. What follows is what it had set, for the time until then.
if (-not (Get-NetAdapter -Name 'SMB1' -ErrorAction SilentlyContinue)) {
    throw 'There is no adapter of the name ' + 'SMB1' + '; rename the one that has its place.'
}
if (-not (Get-NetAdapterRdma -Name 'SMB1').Enabled) {
    Enable-NetAdapterRdma -Name 'SMB1'
}
if (-not (Get-NetAdapterQos -Name 'SMB1').Enabled) {
    Enable-NetAdapterQos -Name 'SMB1'
}
if ((Get-NetAdapterAdvancedProperty -Name 'SMB1' -RegistryKeyword '*JumboPacket' -ErrorAction SilentlyContinue).RegistryValue -ne '9014') {
    Set-NetAdapterAdvancedProperty -Name 'SMB1' -RegistryKeyword '*JumboPacket' -RegistryValue '9014'
}
if ((Get-NetAdapterAdvancedProperty -Name 'SMB1' -RegistryKeyword VlanID -ErrorAction SilentlyContinue).RegistryValue -ne '20') {
    Set-NetAdapterAdvancedProperty -Name 'SMB1' -RegistryKeyword VlanID -RegistryValue '20'
}
if (-not (Get-NetIPAddress -InterfaceAlias 'SMB1' -IPAddress '10.0.2.11' -ErrorAction SilentlyContinue)) {
    New-NetIPAddress -InterfaceAlias 'SMB1' -IPAddress '10.0.2.11' -PrefixLength 24
}
if ((Get-DnsClient -InterfaceAlias 'SMB1').RegisterThisConnectionsAddress -ne $false) {
    Set-DnsClient -InterfaceAlias 'SMB1' -RegisterThisConnectionsAddress $false
}

# 2. Name and domain
if ($env:COMPUTERNAME -ne 'n1') {
    Rename-Computer -NewName 'n1' -Force
    'Restart the computer and run this script again: it has been renamed.'
    return
}
# The account of the computer exists already. Joining is refused with 0xaac unless its creator joins it,
# or is trusted by policy: ask for the credential of that account.
if ((Get-CimInstance -ClassName Win32_ComputerSystem).Domain -ne 'contoso.com') {
    Add-Computer -DomainName 'contoso.com' -Credential (Get-Credential -Message 'contoso.com')
    'Restart the computer and run this script again: it has joined the domain.'
    return
}

# 3. Roles and features
foreach ($feature in 'Hyper-V', 'Failover-Clustering', 'Multipath-IO') {
    if (-not (Get-WindowsFeature -Name $feature).Installed) {
        $done = Install-WindowsFeature -Name $feature -IncludeManagementTools
        if ($done.RestartNeeded -ne 'No') { $restart = $true }
    }
}

# 4. Restart
if ($restart) {
    'Restart the computer and run this script again: features have been installed.'
    return
}

# 5. Storage
# Map or zone the shared disks to this machine only now, after setup.
if ((Get-MSDSMGlobalDefaultLoadBalancePolicy) -ne 'RR') {
    Set-MSDSMGlobalDefaultLoadBalancePolicy -Policy 'RR'
}
if ((Get-Service -Name MSiSCSI).Status -ne 'Running') {
    Set-Service -Name MSiSCSI -StartupType Automatic
    Start-Service -Name MSiSCSI
}
$port = Get-InitiatorPort | Where-Object { $_.ConnectionType -eq 'iSCSI' }
if ($port.NodeAddress -ne 'iqn.1991-05.com.microsoft:n1.contoso.com') {
    Set-InitiatorPort -NodeAddress $port.NodeAddress -NewNodeAddress 'iqn.1991-05.com.microsoft:n1.contoso.com'
}
if (-not (Get-IscsiTarget -NodeAddress 'iqn.array' -ErrorAction SilentlyContinue).IsConnected) {
    Connect-IscsiTarget -NodeAddress 'iqn.array' -IsPersistent $true -IsMultipathEnabled $true
}

# 6. Virtual switches
if (-not (Get-VMSwitch -Name 'vSwitch' -ErrorAction SilentlyContinue)) {
    New-VMSwitch -Name 'vSwitch' -NetAdapterName 'NIC1', 'NIC2' -EnableEmbeddedTeaming $true -AllowManagementOS $false -MinimumBandwidthMode 'weight' -EnableIov $true
}

# 7. Network: adapters of the host on its switches
if (-not (Get-VMNetworkAdapter -ManagementOS -Name 'Management' -ErrorAction SilentlyContinue)) {
    Add-VMNetworkAdapter -ManagementOS -Name 'Management' -SwitchName 'vSwitch'
}
if ((Get-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName 'Management').AccessVlanId -ne 10) {
    Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName 'Management' -Access -VlanId 10
}
if ((Get-NetAdapterAdvancedProperty -Name 'vEthernet (Management)' -RegistryKeyword '*JumboPacket' -ErrorAction SilentlyContinue).RegistryValue -ne '1514') {
    Set-NetAdapterAdvancedProperty -Name 'vEthernet (Management)' -RegistryKeyword '*JumboPacket' -RegistryValue '1514'
}
if (-not (Get-NetIPAddress -InterfaceAlias 'vEthernet (Management)' -IPAddress '10.0.1.11' -ErrorAction SilentlyContinue)) {
    New-NetIPAddress -InterfaceAlias 'vEthernet (Management)' -IPAddress '10.0.1.11' -PrefixLength 24
}
if ((Get-DnsClient -InterfaceAlias 'vEthernet (Management)').RegisterThisConnectionsAddress -ne $true) {
    Set-DnsClient -InterfaceAlias 'vEthernet (Management)' -RegisterThisConnectionsAddress $true
}

# 8. Settings of the Hyper-V host
if (-not (Get-VMHost).VirtualMachineMigrationEnabled) {
    Enable-VMMigration
}
# The order of the networks is that in which live migration tries them.
if ("$((Get-VMMigrationNetwork).Subnet)" -ne "$(@('10.0.2.0/24'))") {
    Set-VMHost -UseAnyNetworkForMigration $false
    foreach ($network in Get-VMMigrationNetwork) { Remove-VMMigrationNetwork -Subnet $network.Subnet }
    foreach ($subnet in '10.0.2.0/24') { Add-VMMigrationNetwork -Subnet $subnet }
}
if ((Get-VMHost).VirtualMachineMigrationAuthenticationType -ne 'kerberos') {
    Set-VMHost -VirtualMachineMigrationAuthenticationType 'kerberos'
}
if ((Get-VMHost).VirtualMachineMigrationPerformanceOption -ne 'smb') {
    Set-VMHost -VirtualMachineMigrationPerformanceOption 'smb'
}
if ((Get-VMHost).MaximumVirtualMachineMigrations -ne '4') {
    Set-VMHost -MaximumVirtualMachineMigrations '4'
}
if ((Get-VMHost).MaximumStorageMigrations -ne '2') {
    Set-VMHost -MaximumStorageMigrations '2'
}
if ((Get-VMHost).VirtualMachinePath -ne 'D:\VM') {
    Set-VMHost -VirtualMachinePath 'D:\VM'
}
if ((Get-VMHost).VirtualHardDiskPath -ne 'D:\VHD') {
    Set-VMHost -VirtualHardDiskPath 'D:\VHD'
}
if ((Get-VMHost).MacAddressMinimum -ne '00155D010000') {
    Set-VMHost -MacAddressMinimum '00155D010000'
}
if ((Get-VMHost).MacAddressMaximum -ne '00155D0100FF') {
    Set-VMHost -MacAddressMaximum '00155D0100FF'
}

# 9. Certificates and guardian keys
if (-not (Test-Path -LiteralPath 'Cert:\LocalMachine\My\AB12')) {
    $file = Read-Host -Prompt 'Path of the .pfx file of CN=n1.contoso.com'
    Import-PfxCertificate -FilePath $file -CertStoreLocation 'Cert:\LocalMachine\My' -Password (Read-Host -AsSecureString -Prompt 'Its password')
}
if (-not (Get-HgsGuardian -Name 'UntrustedGuardian' -ErrorAction SilentlyContinue)) {
    throw 'Import the keys of the guardian ' + 'UntrustedGuardian' + ' before VMs with a virtual TPM start here.'
}

# 10. Surroundings
if ((Get-NetFirewallRule -Name 'Backup agent' -ErrorAction SilentlyContinue).Enabled -ne 'True') {
    Enable-NetFirewallRule -Name 'Backup agent'
}
foreach ($exclusion in 'C:\ClusterStorage') {
    if ((Get-MpPreference).ExclusionPath -notcontains $exclusion) {
        Add-MpPreference -ExclusionPath $exclusion
    }
}
if (-not (Get-LocalGroupMember -Group 'Administrators' -Member 'CONTOSO\HyperVAdmins' -ErrorAction SilentlyContinue)) {
    Add-LocalGroupMember -Group 'Administrators' -Member 'CONTOSO\HyperVAdmins'
}
if (-not (Get-Service -Name 'MonitoringAgent' -ErrorAction SilentlyContinue)) {
    throw 'Install the agent of the service ' + 'MonitoringAgent' + ' in a version that supports this release.'
}
if ((Get-Service -Name 'MonitoringAgent').StartType -ne 'automatic') {
    Set-Service -Name 'MonitoringAgent' -StartupType 'automatic'
}
$plan = Get-CimInstance -Namespace root\cimv2\power -ClassName Win32_PowerPlan | Where-Object { $_.ElementName -eq 'High performance' }
if ($plan -and -not $plan.IsActive) {
    Invoke-CimMethod -InputObject $plan -MethodName Activate
}
# Page file: automatic. Set it in the system properties where it differs.
# Time source: dc1.contoso.com. A member of a domain takes its time from there by itself.

'Everything of the profile that a script can restore is there.'

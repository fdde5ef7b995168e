# Reads what this machine can say of itself and of names in the directory, and answers it as JSON. It changes nothing.
# Each part is read on its own; what can't be read is left out and so is unknown.
param([string[]] $Names, [string[]] $Machines)
$ErrorActionPreference = 'Stop'

function Read-Fact([scriptblock] $Read) {
    try { & $Read } catch { $null }
}

$system = Read-Fact { Get-CimInstance -ClassName Win32_OperatingSystem }
$computer = Read-Fact { Get-CimInstance -ClassName Win32_ComputerSystem }
$virtual = $null
if ($null -ne $computer) { $virtual = "$($computer.Model)" -match 'Virtual Machine|VMware|KVM|VirtualBox|Bochs' }
$build = $null
if ($null -ne $system) { $build = [int] $system.BuildNumber }
$domain = $null
if ($null -ne $computer -and $computer.PartOfDomain) { $domain = $computer.Domain }

$objects = foreach ($name in $Names) {
    $found = @{ name = $name; exists = $null; enabled = $null; addresses = $null }
    try {
        $entry = ([adsisearcher] "(&(objectCategory=computer)(name=$name))").FindOne()
        $found.exists = $null -ne $entry
        # 2 is ADS_UF_ACCOUNTDISABLE.
        if ($found.exists) { $found.enabled = -not ([int] $entry.Properties['useraccountcontrol'][0] -band 2) }
    } catch { $found.exists = $null }
    $found.addresses = Read-Fact { , @([Net.Dns]::GetHostAddresses($name) | ForEach-Object { "$_" }) }
    $found
}
# A machine that is installed anew may take over its account where whoever joins it has made the account, or where an
# administrator of the domain has (KB5020276): the directory notes the creator of every other account.
$self = Read-Fact { [Security.Principal.WindowsIdentity]::GetCurrent().User.Value }
$accounts = foreach ($name in $Machines) {
    $found = @{ name = $name; control = $null; services = @(); reusable = $null; addresses = $null }
    try {
        $search = [adsisearcher] "(&(objectCategory=computer)(name=$name))"
        $search.SecurityMasks = 'Owner'
        @('useraccountcontrol', 'msds-allowedtodelegateto', 'ms-ds-creatorsid', 'ntsecuritydescriptor') |
            ForEach-Object { $null = $search.PropertiesToLoad.Add($_) }
        $entry = $search.FindOne()
        if ($null -ne $entry) {
            $found.control = [int] $entry.Properties['useraccountcontrol'][0]
            $found.services = @($entry.Properties['msds-allowedtodelegateto'] | ForEach-Object { "$_" })
            $creator = $entry.Properties['ms-ds-creatorsid']
            if ($creator.Count) {
                $made = [Security.Principal.SecurityIdentifier]::new([byte[]] $creator[0], 0).Value
                $found.reusable = $made -eq $self
            } else {
                $bytes = [byte[]] $entry.Properties['ntsecuritydescriptor'][0]
                $owner = [Security.AccessControl.RawSecurityDescriptor]::new($bytes, 0).Owner.Value
                # Administrators, Domain Admins, Enterprise Admins.
                $found.reusable = $owner -eq $self -or $owner -match '^S-1-5-32-544$|^S-1-5-21-.*-(512|519)$'
            }
        }
    } catch { $found.reusable = $null }
    $found.addresses = Read-Fact { , @([Net.Dns]::GetHostAddresses($name) | ForEach-Object { "$_" }) }
    $found
}
$controllers = Read-Fact {
    $all = [DirectoryServices.ActiveDirectory.Domain]::GetComputerDomain().DomainControllers
    , @($all | ForEach-Object { "$($_.Name)".Split('.')[0] })
}

@{
    build = $build
    isVirtual = $virtual
    domain = $domain
    remoteSession = $null -ne $PSSenderInfo
    authentication = "$($PSSenderInfo.UserInfo.Identity.AuthenticationType)"
    objects = @($objects)
    accounts = @($accounts)
    domainControllers = $controllers
}

# Reads what this machine can say of itself and of names in the directory, and answers it as JSON. It changes nothing.
# Each part is read on its own; what can't be read is left out and so is unknown.
param([string[]] $Names)
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
    domainControllers = $controllers
}

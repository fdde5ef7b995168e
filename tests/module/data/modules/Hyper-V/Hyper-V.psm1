# The hosts of the cluster of the tests: each takes two seconds to answer, and one refuses.
function New-Fake([hashtable] $Properties) { [pscustomobject] $Properties }

function Get-VM {
    param($ComputerName)
    [System.Threading.Thread]::Sleep(2000)
    if ($ComputerName -eq 'HV03') { throw 'The host is too busy.' }
    $number = [int] $ComputerName.Substring(3)
    if ($number -gt 3) { return }
    New-Fake @{
        Name = "vm$number"; Id = [guid] "bbbb0000-0000-0000-0000-00000000000$number"; Version = '9.0'; State = 2
        MemoryAssigned = 1073741824; MemoryStartup = 1073741824; DynamicMemoryEnabled = $false; ProcessorCount = 2
        IsClustered = $true; AutomaticStopAction = 2
        NetworkAdapters = @(New-Fake @{ SwitchName = 'Tenant'; VlanSetting = (New-Fake @{ AccessVlanId = 7 }) })
        VMIntegrationService = @(
            (New-Fake @{ Id = 'Microsoft:X\9F8233AC-BE49-4C79-8EE3-E7E1985B2077'; Enabled = $false })
            (New-Fake @{ Id = 'Microsoft:X\2497F4DE-E9FA-4204-80E4-4B75C46419C0'; Enabled = $true }))
    }
}

function Get-VMProcessor { param($VM) }
function Get-VMSnapshot { param($VM) }

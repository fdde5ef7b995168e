# A cluster of the tests with eight nodes, as plain objects: what a real cluster's module answers, as far as a capture
# reads it. It is not a twin: the module under test takes it for the real cluster.
function New-Fake([hashtable] $Properties) { [pscustomobject] $Properties }

function Get-Cluster {
    New-Fake @{
        Name = 'REAL1'; Id = '{AAAA0000-0000-0000-0000-000000000001}'; Domain = 'contoso.com'
        ClusterFunctionalLevel = 11; ClusterUpgradeVersion = 1; DynamicQuorum = 1; LowerQuorumPriorityNodeId = 0
        BlockCacheSize = 1024; SameSubnetThreshold = 20; S2DEnabled = 0; AddEvictDelay = 60
    }
}

function Get-ClusterNode {
    foreach ($number in 1..8) {
        New-Fake @{
            Name = "HV0$number"; Id = "$number"; State = 0; NodeWeight = 1; StatusInformation = 0; DrainStatus = 0
        }
    }
}

function Get-ClusterGroup {
    foreach ($number in 1..3) {
        New-Fake @{
            Name = "vm$number"; Id = "aaaa0000-0000-0000-0000-00000000001$number"; GroupType = 111; State = 0
            OwnerNode = "HV0$number"; Priority = 2000; AutoFailbackType = 0; FailbackWindowStart = 4294967295
        }
    }
}

function Get-ClusterResource {
    foreach ($number in 1..3) {
        New-Fake @{
            Name = "Virtual Machine vm$number"; ResourceType = 'Virtual Machine'; OwnerGroup = "vm$number"
            VmId = "bbbb0000-0000-0000-0000-00000000000$number"
        }
    }
}

function Get-ClusterOwnerNode {
    param([Parameter(ValueFromPipeline = $true)] $InputObject)
    process { New-Fake @{ ClusterObject = $InputObject; OwnerNodes = @() } }
}

function Get-ClusterNetwork {
    New-Fake @{
        Name = 'Management'; Role = 3; Address = '10.0.1.0'; AddressMask = '255.255.255.0'; State = 3; Id = 'n1'
    }
}

function Get-ClusterQuorum { New-Fake @{ QuorumType = 'Majority'; QuorumResource = $null } }
function Get-ClusterSharedVolume { }
function Get-ClusterParameter { param([Parameter(ValueFromPipeline = $true)] $InputObject, $Name) }

function Get-ClusterAffinityRule {
    New-Fake @{ Name = 'apart'; RuleType = 'DifferentNode'; Groups = @('vm1', 'vm2'); Enabled = 1 }
}

function Get-ClusterGroupSet {
    New-Fake @{ Name = 'first'; GroupNames = @('vm1'); ProviderNames = @(); StartupDelay = 20 }
}

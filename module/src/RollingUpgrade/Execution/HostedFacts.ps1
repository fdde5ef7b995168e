# Reads what one machine says of the workloads that it holds and that no cmdlet of the cluster tells, and answers it as
# JSON. It changes nothing. It runs on the machine itself, in the Windows PowerShell that is there: 4.0 on Windows
# Server 2012 R2. Each part is read on its own; what can't be read is left out and so is unknown.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Read-Fact([scriptblock] $Read) {
    try { & $Read } catch { $null }
}

function Read-List([scriptblock] $Read) {
    # A list with no items is known to be empty; a list that could not be read is null.
    try { , @(& $Read) } catch { $null }
}

# Every host calls the guardian that it makes for itself alike, so that only the certificate tells two apart.
function Read-GuardianName($Guardian) {
    $print = $null
    if ($null -ne $Guardian.SigningCertificate) { $print = "$($Guardian.SigningCertificate.Thumbprint)" }
    if ($print -and $known.ContainsKey($print)) { return $known[$print] }
    if (-not $print) { return "$($Guardian.Name)" }
    "$($Guardian.Name) ($print)".Trim()
}

$known = @{}
$null = Read-Fact {
    Get-HgsGuardian | Where-Object { $_.SigningCertificate } | ForEach-Object {
        $known["$($_.SigningCertificate.Thumbprint)"] = "$($_.Name) ($($_.SigningCertificate.Thumbprint))"
    }
}

# The name that each guest gives itself, by the id of its VM.
$names = @{}
$null = Read-Fact {
    Get-CimInstance -Namespace 'root\virtualization\v2' -ClassName Msvm_KvpExchangeComponent | ForEach-Object {
        $id = "$($_.SystemName)".ToLowerInvariant()
        foreach ($item in $_.GuestIntrinsicExchangeItems) {
            $fields = @{}
            ([xml] $item).INSTANCE.PROPERTY | ForEach-Object { $fields["$($_.NAME)"] = "$($_.VALUE)" }
            if ($fields['Name'] -eq 'FullyQualifiedDomainName' -and $fields['Data']) { $names[$id] = $fields['Data'] }
        }
    }
}

$guests = Read-List {
    Get-VM | Where-Object { $_.IsClustered } | ForEach-Object {
        $machine = $_
        $id = "$($machine.Id)".ToLowerInvariant()
        $guest = @{ id = $id }
        if ($names.ContainsKey($id)) { $guest.guestName = $names[$id] }
        $security = Read-Fact { Get-VMSecurity -VM $machine }
        if ($null -ne $security) { $guest.trustedPlatformModule = [bool] $security.TpmEnabled }
        if ($guest.trustedPlatformModule) {
            $guardians = Read-List {
                $protector = ConvertTo-HgsKeyProtector -Bytes (Get-VMKeyProtector -VM $machine)
                @($protector.Owner) + @($protector.Guardians) | Where-Object { $null -ne $_ } |
                    ForEach-Object { Read-GuardianName $_ }
            }
            if ($null -ne $guardians) { $guest.guardians = @($guardians | Where-Object { $_ }) }
        }
        if ("$($machine.ReplicationState)" -notin '', 'Disabled') {
            $replication = @(Read-Fact { Get-VMReplication -VM $machine })[0]
            if ($null -ne $replication) {
                $primary = "$($replication.Mode)" -eq 'Primary'
                $partner = "$($replication.PrimaryServer)"
                if ($primary) { $partner = "$($replication.ReplicaServer)" }
                if ($partner) {
                    $guest.replica = @{ partner = $partner; primary = $primary }
                    $health = "$($replication.Health)".ToLowerInvariant()
                    if ($health -in 'normal', 'warning', 'critical') { $guest.replica.health = $health }
                }
            }
        }
        $guest
    }
}

# BackupState: 0 none, 1 in progress (MS-CMRP, 2.2.3.18 CLUS_CSV_VOLUME_INFO).
$deduplicated = Read-List { Get-DedupVolume | ForEach-Object { "$($_.Volume)".TrimEnd('\') } }
$replicated = Read-List {
    Get-SRGroup | ForEach-Object { $_.Replicas } | ForEach-Object { "$($_.DataVolume)".TrimEnd('\') }
}
$volumes = Read-List {
    Get-CimInstance -Namespace 'root\MSCluster' -ClassName MSCluster_ClusterSharedVolume | ForEach-Object {
        $path = "$($_.Name)".TrimEnd('\')
        $volume = @{ friendlyName = $path.Substring($path.LastIndexOf('\') + 1) }
        if ($null -ne $_.BackupState) { $volume.backupInProgress = [int] $_.BackupState -eq 1 }
        # A volume is listed only where it is mounted for the feature, so that its absence says nothing.
        if ($null -ne $deduplicated -and $deduplicated -contains $path) { $volume.deduplication = $true }
        if ($null -ne $replicated -and $replicated -contains $path) { $volume.replicated = $true }
        $volume
    }
}

$answer = @{}
# A list that a function put out is wrapped; Windows PowerShell would write the wrapping into the text.
if ($null -ne $guests) { $answer.guests = @($guests) }
if ($null -ne $volumes) { $answer.volumes = @($volumes) }
$answer | ConvertTo-Json -Depth 6 -Compress

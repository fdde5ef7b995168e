# Critical events of the cluster service on this machine since a point in time, newest last, as JSON. Reads only.
$invariant = [Globalization.CultureInfo]::InvariantCulture
$since = [DateTimeOffset]::Parse('@SINCE@', $invariant)
$milliseconds = [long][Math]::Max(0, ([DateTimeOffset]::UtcNow - $since).TotalMilliseconds)
$filter = "*[System[Provider[@Name='Microsoft-Windows-FailoverClustering'] and (Level=1)" +
    " and TimeCreated[timediff(@SystemTime) <= $milliseconds]]]"
$query = New-Object System.Diagnostics.Eventing.Reader.EventLogQuery('System', 'LogName', $filter)
$reader = New-Object System.Diagnostics.Eventing.Reader.EventLogReader($query)
$events = New-Object System.Collections.Generic.List[object]
try {
    while ($events.Count -lt 50 -and ($record = $reader.ReadEvent())) {
        $events.Add(@{
            at = $record.TimeCreated.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", $invariant)
            eventId = [int]$record.Id
            message = [string]$record.FormatDescription()
        })
    }
}
finally {
    $reader.Dispose()
}
ConvertTo-Json -InputObject @{ events = $events } -Depth 3 -Compress

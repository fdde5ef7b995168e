# Stays away from a cluster while an Updating Run is in progress, and shows it.
param([string] $Cluster)

$run = Get-CauRun -ClusterName $Cluster
if ("$run" -eq 'RunNotInProgress') {
    'No Updating Run is in the way.'
    return
}
$run

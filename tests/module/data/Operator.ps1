# Answers what the script of a profile asks a person for. A file with keys of the twin is named by its thumbprint.
function global:Read-Host([string] $Prompt, [switch] $AsSecureString) {
    if ($AsSecureString) {
        $secret = [System.Security.SecureString]::new()
        'never written'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
        return $secret
    }
    $global:asked += $Prompt
    if ($Prompt -match 'certificate ([0-9A-F]{40})') { return "X:\keys\$($Matches[1]).pfx" }
    'X:\keys\guardian.pfx'
}
function global:Get-Credential([string] $Message) {
    $global:asked += "credential for $Message"
    'somebody'
}
$global:asked = @()

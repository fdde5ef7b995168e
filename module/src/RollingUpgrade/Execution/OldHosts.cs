using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>
/// Hosts of Windows Server 2012 R2. They answer version 1.1 of the module Hyper-V and no later one, of which only one
/// can be loaded in a session, so that their cmdlets are called on the host, where that version is: one hop.
/// </summary>
/// <remarks>Import-Module Hyper-V -RequiredVersion 1.1: Remotely manage Hyper-V hosts (learn.microsoft.com).</remarks>
internal sealed class OldHosts
{
    /// <summary>The build of Windows Server 2016, whose hosts answer later versions.</summary>
    private const long FirstWithLaterModule = 14393;

    /// <summary>
    /// A machine that a VM is made of lies three objects deep; remoting alone would bring the names of the first ones.
    /// </summary>
    private const string OnHost =
        "param($Name, $Given) $ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; "
        + "Import-Module -Name Hyper-V -RequiredVersion 1.1; "
        + "& $Name @Given | ForEach-Object { [System.Management.Automation.PSSerializer]::Serialize($_, 3) }";

    /// <summary>A host that is switched off answers nothing at all.</summary>
    private const string Limits =
        "New-PSSessionOption -OpenTimeout 20000 -OperationTimeout 180000 -MaxConnectionRetryCount 1";

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Learns the releases of nodes: one that was installed anew is none of them any more.</summary>
    internal void Learn(IEnumerable<PSObject> nodes)
    {
        foreach (PSObject node in nodes)
        {
            if (node.Text("Name") is not { } name || node.Number("BuildNumber") is not { } build)
            {
                continue;
            }

            if (build is > 0 and < FirstWithLaterModule)
            {
                _names.Add(name);
            }
            else
            {
                _names.Remove(name);
            }
        }
    }

    /// <summary>Whether a call goes to one of them.</summary>
    internal bool IsAsked(ClusterCommand command) =>
        command.Module == ClusterCommand.HyperV
        && command.Parameters["ComputerName"] is string host && _names.Contains(host);

    /// <summary>The script that makes the call there.</summary>
    internal static string Script(ClusterCommand command) =>
        "$given = $Bound.Clone(); $given.Remove('ComputerName'); "
        + $"Invoke-Command -ComputerName $Bound.ComputerName -ScriptBlock {{ {OnHost} }} "
        + $"-ArgumentList '{command}', $given -SessionOption ({Limits}) "
        + "| ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize($_) }";
}

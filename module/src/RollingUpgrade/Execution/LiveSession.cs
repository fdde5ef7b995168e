using System.Collections;
using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>
/// The Windows PowerShell session behind the compatibility layer of PowerShell 7, where the objects of a module that
/// has no other home are live. What arrives here of them are copies: writing to one tells nobody, and a cmdlet that is
/// given one does not know it.
/// </summary>
internal static class LiveSession
{
    private const string CopyPrefix = "Deserialized.";

    /// <summary>What is run here: finds the session that PowerShell made when it imported the module.</summary>
    private const string Send =
        "param($Text, $Given) "
        + "$live = @(Get-PSSession -Name WinPSCompatSession -ErrorAction Ignore); "
        + "if ($live.Count -eq 0) { throw 'There is no Windows PowerShell session in which its objects are live.' } "
        + "Invoke-Command -Session $live[0] -ScriptBlock ([scriptblock]::Create($Text)) -ArgumentList $Given";

    private const string Write =
        "param($Name, $Bound, $Property, $Value) $item = & $Name @Bound; $item.$Property = $Value";

    private const string Pipe =
        "param($Source, $SourceBound, $Wanted, $Name, $Bound) "
        + "@(& $Source @SourceBound) | Where-Object { $Wanted -contains $_.Name } | & $Name @Bound";

    /// <summary>Whether an object is a copy of one that lives elsewhere.</summary>
    internal static bool IsCopy(object? item) => Items(item).Any(one => one.TypeNames.Any(
        name => name.StartsWith(CopyPrefix, StringComparison.Ordinal)));

    private static IEnumerable<PSObject> Items(object? given) => given switch
    {
        null => [],
        PSObject one => [one],
        IEnumerable<object?> many => many.Where(one => one is not null).Select(PSObject.AsPSObject),
        _ => [PSObject.AsPSObject(given)],
    };

    /// <summary>Sets a property of the object that a command reads.</summary>
    internal static CommandRun SetProperty(PowerShell shell, ClusterCommand read, string property, long value) =>
        Run(shell, read, Write, [read.ToString(), read.Parameters, property, value]);

    /// <summary>Runs a command whose input another one reads.</summary>
    internal static CommandRun Invoke(PowerShell shell, ClusterCommand command, ClusterCommand source) => Run(
        shell,
        command,
        Pipe,
        [
            source.ToString(),
            source.Parameters,
            Items(command.Input).Select(Properties.Name).ToArray(),
            command.ToString(),
            command.Parameters,
        ]);

    private static CommandRun Run(PowerShell shell, ClusterCommand command, string text, object?[] given)
    {
        ClusterCommand sent = new ClusterCommand(command.Module, command.Name)
            .With("Text", text).With("Given", given);
        return ClusterCommands.Run(shell, sent, $"param($Bound, $Piped) & {{ {Send} }} @Bound");
    }
}

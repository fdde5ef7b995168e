using System.Management.Automation;
using RollingUpgrade.Errors;

namespace RollingUpgrade.Execution;

/// <summary>Runs a script block that the administrator gave, in the administrator's own runspace.</summary>
/// <remarks>An error that ends it is a failure; one that it goes on after is a warning. Ctrl+C stops it.</remarks>
internal static class UserScript
{
    /// <exception cref="RollingUpgrade.Native.NativeException">ClusterRefused: an error ended it.</exception>
    /// <exception cref="PipelineStoppedException">Ctrl+C.</exception>
    internal static IReadOnlyList<PSObject> Run(
        string parameter, ScriptBlock block, Action<string> warn, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("param($Block, $Given) & $Block @Given", useLocalScope: true)
            .AddParameter("Block", block)
            .AddParameter("Given", arguments);
        try
        {
            IReadOnlyList<PSObject> output = [.. shell.Invoke()];
            if (shell.InvocationStateInfo.State is PSInvocationState.Stopped or PSInvocationState.Stopping)
            {
                throw new PipelineStoppedException();
            }

            foreach (string text in shell.Streams.Warning.Select(record => record.Message)
                .Concat(shell.Streams.Error.Select(record => $"-{parameter}: {record}")))
            {
                warn(text);
            }

            return output;
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw Failures.ScriptFailed(parameter, error);
        }
    }
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>The first seam: calls cmdlets by module and name, in the caller's runspace.</summary>
/// <remarks>
/// Microsoft's modules answer on a real cluster, the stand-in modules on a twin; nothing here knows which.
/// </remarks>
internal sealed class ClusterCommands : IDisposable
{
    /// <summary>
    /// The preferences of the caller's session must neither ask a second time nor turn a call into a what-if: the
    /// cmdlet that got here has asked.
    /// </summary>
    private const string Preferences =
        "$ConfirmPreference = 'None'; $WhatIfPreference = $false; $ErrorActionPreference = 'Continue'; "
        + "$ProgressPreference = 'SilentlyContinue'; $WarningPreference = 'Continue'; ";

    private readonly Twin? _twin;
    private readonly Action<string> _warn;
    private readonly CancellationToken _stopping;
    private readonly Lazy<BlockingCommands> _blocking;
    private readonly OldHosts _oldHosts = new();

    /// <param name="twin">The twin that the runspace sees, for the runspace that runs blocking commands.</param>
    /// <param name="warn">Where the warnings of the cmdlets go.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    internal ClusterCommands(Twin? twin, Action<string> warn, CancellationToken stopping)
    {
        _twin = twin;
        _warn = warn;
        _stopping = stopping;
        _blocking = new Lazy<BlockingCommands>(() => new BlockingCommands(twin));
    }

    /// <summary>The cluster to ask, where it is not that of the session; null leaves it to the cmdlets.</summary>
    internal string? Cluster { get; set; }

    /// <summary>Cancelled where the end of a blocking command is not to be waited for, though nobody pressed Ctrl+C.
    /// </summary>
    internal CancellationToken Interrupt { get; set; } = CancellationToken.None;

    /// <summary>Calls a cmdlet and waits for its end; an error is part of the outcome.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C; a blocking command goes on in the cluster.</exception>
    internal CommandOutcome Invoke(ClusterCommand command)
    {
        Locate(command);
        if (command.Blocking)
        {
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(_stopping, Interrupt);
            return Outcome(_blocking.Value.Invoke(command, Script(command), either.Token));
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        CommandOutcome outcome = Outcome(command.Source is { } source && LiveSession.IsCopy(command.Input)
            ? LiveSession.Invoke(shell, command, source)
            : Run(shell, command, Script(command)));
        if (_twin is null && command.Name == "Get-ClusterNode")
        {
            _oldHosts.Learn(outcome.Objects);
        }

        return outcome;
    }

    /// <summary>
    /// Sets a property of the object that a command has read, which writes through to the cluster; on a copy it would
    /// tell nobody, so that it is set where objects are live.
    /// </summary>
    /// <returns>What kept it from being set; null where nothing did.</returns>
    internal ErrorRecord? SetProperty(ClusterCommand read, PSObject item, string name, long value)
    {
        if (LiveSession.IsCopy(item))
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            return Outcome(LiveSession.SetProperty(shell, read, name, value)).Error;
        }

        try
        {
            item.Properties[name].Value = value;
            return null;
        }
        catch (SetValueException error)
        {
            return error.ErrorRecord;
        }
    }

    /// <summary>Names the cluster, where it is not that of the session and the command can look elsewhere.</summary>
    private void Locate(ClusterCommand command)
    {
        if (Cluster is not null && command.Input is null && ClusterParameters.Of(command) is { } parameter)
        {
            command.With(parameter, Cluster);
        }

        if (command.Source is not null)
        {
            Locate(command.Source);
        }
    }

    /// <summary>
    /// Calls that only read and don't depend on each other, at the same time; the outcomes in their order. On a twin
    /// they follow each other, because each moves its clock, and the order of calls decides what they see.
    /// </summary>
    internal IReadOnlyList<CommandOutcome> InvokeAll(IReadOnlyList<ClusterCommand> commands)
    {
        // What is asked on an old host is a call of remoting, which is made from the session itself.
        if (_twin is not null || commands.Count < 2 || commands.Any(_oldHosts.IsAsked))
        {
            return commands.Select(Invoke).ToArray();
        }

        foreach (ClusterCommand command in commands)
        {
            Locate(command);
        }

        return ParallelCommands.Run(commands, Script, _stopping).Select(Outcome).ToArray();
    }

    public void Dispose()
    {
        if (_blocking.IsValueCreated)
        {
            _blocking.Value.Dispose();
        }
    }

    internal static CommandRun Run(PowerShell shell, ClusterCommand command, string script)
    {
        shell.AddScript(script, useLocalScope: true)
            .AddParameter("Bound", command.Parameters)
            .AddParameter("Piped", command.Input);
        try
        {
            List<PSObject> objects = [.. shell.Invoke()];
            if (shell.InvocationStateInfo.State is PSInvocationState.Stopped or PSInvocationState.Stopping)
            {
                // What was cut off answers nothing, which is not to be taken for an answer.
                throw new PipelineStoppedException();
            }

            return new CommandRun(objects, shell.Streams.Error.FirstOrDefault(), Warnings(shell));
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            return new CommandRun([], error.ErrorRecord, Warnings(shell));
        }
    }

    private CommandOutcome Outcome(CommandRun run)
    {
        foreach (string warning in run.Warnings)
        {
            _warn(warning);
        }

        return new CommandOutcome(run.Objects, run.Error, run.Warnings);
    }

    private static string[] Warnings(PowerShell shell) =>
        shell.Streams.Warning.Select(record => record.Message).ToArray();

    private string Script(ClusterCommand command)
    {
        if (_twin is null && _oldHosts.IsAsked(command))
        {
            return $"param($Bound, $Piped) {Preferences}{OldHosts.Script(command)}";
        }

        // The name is ours, never a user's text; arguments travel as objects and are never parsed.
        string call = $"& '{command.Module}\\{command.Name}' @Bound";
        return command.Input is null
            ? $"param($Bound, $Piped) {Preferences}{call}"
            : $"param($Bound, $Piped) {Preferences}$Piped | {call}";
    }
}

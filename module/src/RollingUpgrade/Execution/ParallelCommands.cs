using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace RollingUpgrade.Execution;

/// <summary>Calls that only read, many at a time: one host that does not answer keeps no other waiting.</summary>
internal static class ParallelCommands
{
    /// <summary>Calls under way at a time.</summary>
    private const int Throttle = 16;

    /// <summary>Between two looks at Ctrl+C.</summary>
    private const int SliceMilliseconds = 100;

    /// <summary>How long all of them may take: a host that has not answered until then is unknown.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The outcomes in the order of the commands.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C.</exception>
    internal static IReadOnlyList<CommandRun> Run(
        IReadOnlyList<ClusterCommand> commands, Func<ClusterCommand, string> script, CancellationToken stopping)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        // Not disposed of where a call hangs: closing the pool would wait for it.
        RunspacePool pool = RunspaceFactory.CreateRunspacePool(state);
        pool.SetMaxRunspaces(Math.Min(Throttle, commands.Count));
        pool.Open();
        Call[] calls = commands.Select(command => new Call(command, script(command), pool)).ToArray();
        DateTimeOffset end = DateTimeOffset.UtcNow + Limit;
        foreach (Call call in calls)
        {
            while (!call.Wait(SliceMilliseconds) && DateTimeOffset.UtcNow < end)
            {
                if (stopping.IsCancellationRequested)
                {
                    Abandon(calls);
                    throw new PipelineStoppedException();
                }
            }
        }

        CommandRun[] runs = calls.Select(call => call.End()).ToArray();
        if (calls.All(call => call.Ended))
        {
            pool.Dispose();
        }

        return runs;
    }

    private static void Abandon(Call[] calls)
    {
        foreach (Call call in calls)
        {
            call.Stop();
        }
    }

    /// <summary>One call on its way.</summary>
    private sealed class Call
    {
        private readonly ClusterCommand _command;
        private readonly PowerShell _shell;
        private readonly IAsyncResult _result;

        internal Call(ClusterCommand command, string script, RunspacePool pool)
        {
            _command = command;
            _shell = PowerShell.Create();
            _shell.RunspacePool = pool;
            _shell.AddScript(script, useLocalScope: true)
                .AddParameter("Bound", command.Parameters)
                .AddParameter("Piped", command.Input);
            _result = _shell.BeginInvoke();
        }

        internal bool Ended => _result.IsCompleted;

        internal bool Wait(int milliseconds) => _result.AsyncWaitHandle.WaitOne(milliseconds);

        internal void Stop() => _shell.BeginStop(callback: null, state: null);

        internal CommandRun End()
        {
            if (!Ended)
            {
                Stop();
                TimeoutException late = new($"{_command} did not answer within {Limit.TotalMinutes} minutes.");
                return new CommandRun(
                    [], new ErrorRecord(late, "StepTimedOut", ErrorCategory.OperationTimeout, _command.Name), []);
            }

            try
            {
                List<PSObject> objects = [.. _shell.EndInvoke(_result)];
                return new CommandRun(
                    objects,
                    _shell.Streams.Error.FirstOrDefault(),
                    _shell.Streams.Warning.Select(record => record.Message).ToArray());
            }
            catch (RuntimeException error)
            {
                return new CommandRun([], error.ErrorRecord, []);
            }
            finally
            {
                _shell.Dispose();
            }
        }
    }
}

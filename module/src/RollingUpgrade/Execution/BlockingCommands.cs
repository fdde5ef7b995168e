using System.Management.Automation;
using System.Management.Automation.Runspaces;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Runs commands that can't be taken back in a runspace of their own.</summary>
/// <remarks>Ctrl+C stops the pipeline that waits, never the command: half an evict is worse than a whole one.</remarks>
internal sealed class BlockingCommands : IDisposable
{
    private const int SliceMilliseconds = 100;
    private readonly Twin? _twin;
    private Runspace? _runspace;
    private bool _abandoned;

    internal BlockingCommands(Twin? twin)
    {
        _twin = twin;
    }

    internal CommandRun Invoke(ClusterCommand command, string script, CancellationToken stopping)
    {
        Runspace runspace = Open();
        Task<CommandRun> work = Task.Run(() =>
        {
            using PowerShell shell = PowerShell.Create();
            shell.Runspace = runspace;
            return ClusterCommands.Run(shell, command, script);
        });
        while (!work.Wait(SliceMilliseconds))
        {
            if (stopping.IsCancellationRequested)
            {
                _abandoned = true;
                // An error of the abandoned command is read from the cluster when the run is resumed.
                _ = work.ContinueWith(task => task.Exception, TaskScheduler.Default);
                throw new PipelineStoppedException();
            }
        }

        return work.Result;
    }

    public void Dispose()
    {
        if (_runspace is null || _abandoned)
        {
            // Closing it would stop the command that goes on in it.
            return;
        }

        if (_twin is not null)
        {
            TwinScope.Exit(_runspace.InstanceId, process: false);
        }

        _runspace.Dispose();
        _runspace = null;
    }

    private Runspace Open()
    {
        if (_runspace is null)
        {
            _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            _runspace.Open();
            if (_twin is not null)
            {
                TwinScope.Enter(_twin, _runspace.InstanceId, process: false);
            }
        }

        return _runspace;
    }
}

using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Looks whether another session on this machine asks the run to stop.</summary>
/// <remarks>
/// Before each action the loop itself looks; while it waits, or while a call does not return, a timer does.
/// </remarks>
internal sealed class StopWatcher : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private readonly JournalFile _file;
    private readonly string _runId;
    private readonly CancellationTokenSource _afterAction = new();
    private readonly CancellationTokenSource _now = new();
    private readonly CancellationTokenSource _waits;
    private readonly Timer _timer;

    /// <param name="file">The journal.</param>
    /// <param name="runId">The run.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    internal StopWatcher(JournalFile file, string runId, CancellationToken stopping)
    {
        _file = file;
        _runId = runId;
        _waits = CancellationTokenSource.CreateLinkedTokenSource(stopping, _afterAction.Token);
        _timer = new Timer(_ => LookQuietly(), state: null, Period, Period);
    }

    /// <summary>Whether nothing new may start.</summary>
    internal bool IsRequested => _afterAction.IsCancellationRequested;

    /// <summary>Cancelled where the action in hand is not to be waited for.</summary>
    internal CancellationToken Now => _now.Token;

    /// <summary>Ends waits: cancelled by Ctrl+C and by any request.</summary>
    internal CancellationToken Waits => _waits.Token;

    /// <summary>Looks once.</summary>
    /// <exception cref="NativeException">The journal can't be read.</exception>
    internal void Look()
    {
        if (_file.Control(_runId).Part("stop") is not { } stop)
        {
            return;
        }

        _afterAction.Cancel();
        if (stop.Flag("now"))
        {
            _now.Cancel();
        }
    }

    public void Dispose()
    {
        // A look that is under way ends first: it must not meet what is disposed.
        using ManualResetEvent ended = new(false);
        if (_timer.Dispose(ended))
        {
            ended.WaitOne();
        }

        _waits.Dispose();
        _afterAction.Dispose();
        _now.Dispose();
    }

    private void LookQuietly()
    {
        try
        {
            Look();
        }
        catch (NativeException)
        {
            // The loop meets the same error at its next transition, where somebody hears it.
        }
    }
}

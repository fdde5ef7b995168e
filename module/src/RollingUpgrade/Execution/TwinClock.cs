using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>The virtual time of a twin: it moves as far as it is told, at once, unless it
/// follows the wall clock.</summary>
internal sealed class TwinClock : IRunClock
{
    private readonly Twin _twin;

    internal TwinClock(Twin twin)
    {
        _twin = twin;
    }

    public DateTimeOffset Now => _twin.Call("clock").Time("now")
        ?? throw new InvalidOperationException("The twin did not say what time it is.");

    public void Aside(Action work)
    {
        _twin.Call("aside", ("on", true));
        try
        {
            work();
        }
        finally
        {
            _twin.Call("aside", ("on", false));
        }
    }

    public void Settle(TimeSpan duration)
    {
        // One twin answers one call after the other: what was written stands.
    }

    public void Wait(TimeSpan duration, CancellationToken stopping)
    {
        if (_twin.ClockSpeed > 0)
        {
            stopping.WaitHandle.WaitOne(TimeSpan.FromTicks(duration.Ticks / _twin.ClockSpeed));
        }
        else if (!stopping.IsCancellationRequested)
        {
            _twin.Call("step", ("seconds", (long)duration.TotalSeconds));
        }
    }
}

namespace RollingUpgrade.Execution;

/// <summary>Real time, waited for in short slices.</summary>
internal sealed class WallClock : IRunClock
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    public void Aside(Action work) => work();

    public void Settle(TimeSpan duration) => Thread.Sleep(duration);

    public void Wait(TimeSpan duration, CancellationToken stopping)
    {
        // The monotonic clock: a correction of the wall clock must not stretch or cut a wait.
        System.Diagnostics.Stopwatch passed = System.Diagnostics.Stopwatch.StartNew();
        while (passed.Elapsed < duration && !stopping.IsCancellationRequested)
        {
            TimeSpan left = duration - passed.Elapsed;
            stopping.WaitHandle.WaitOne(left < Slice ? left : Slice);
        }
    }
}

using System.Management.Automation;
using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>Turns the status of a run into progress records: one bar for the run, one for the node.</summary>
internal sealed class RunProgress
{
    private const int RunActivity = 1703;
    private const int NodeActivity = 1704;
    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private string? _node;
    private string? _waitingFor;
    private DateTimeOffset _waitsSince;

    internal RunProgress(string activity, Action<ProgressRecord> write)
    {
        _activity = activity;
        _write = write;
    }

    internal void Show(JsonElement status)
    {
        long total = Math.Max(status.Number("stepsTotal"), 1);
        long step = Math.Min(status.Number("step"), total);
        string shown = Shown(status);
        _write(new ProgressRecord(RunActivity, _activity, $"Step {step} of {total}: {shown}")
        {
            PercentComplete = (int)((step - 1) * 100 / total),
            SecondsRemaining = (int)Math.Min(status.Number("remainingSeconds"), int.MaxValue),
        });
        string? node = status.Text("node");
        if (node != _node)
        {
            CloseNode();
            _node = node;
        }

        if (node is not null)
        {
            _write(new ProgressRecord(NodeActivity, node, shown)
            {
                ParentActivityId = RunActivity,
                PercentComplete = (int)status.Number("nodePercent"),
            });
        }
    }

    internal void Close()
    {
        CloseNode();
        _write(Completed(RunActivity, _activity));
    }

    private void CloseNode()
    {
        if (_node is not null)
        {
            _write(Completed(NodeActivity, _node));
            _node = null;
        }
    }

    /// <summary>What the run does, or what it waits for and how long it has waited: some waits have no limit.</summary>
    private string Shown(JsonElement status)
    {
        DateTimeOffset now = status.Time("updatedAt") ?? default;
        string? waitingFor = status.Text("waitingFor");
        if (waitingFor != _waitingFor)
        {
            (_waitingFor, _waitsSince) = (waitingFor, now);
        }

        if (waitingFor is null)
        {
            return status.Text("activity") is { Length: > 0 } activity ? activity : "Finishing";
        }

        TimeSpan waited = now - _waitsSince;
        return waited < TimeSpan.FromMinutes(1)
            ? waitingFor
            : $"{waitingFor} (for {(int)waited.TotalHours}:{waited.Minutes:00})";
    }

    private static ProgressRecord Completed(int id, string activity) =>
        new(id, activity, "Completed") { RecordType = ProgressRecordType.Completed };
}

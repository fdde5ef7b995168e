using System.Management.Automation;

namespace RollingUpgrade.Host;

/// <summary>One line at the bottom of the terminal: the activities that are under way.</summary>
internal sealed class ProgressLine
{
    private const int BarWidth = 20;
    private readonly SortedDictionary<int, ProgressRecord> _records = [];
    private int _shown;

    internal void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _records.Remove(record.ActivityId);
        }
        else
        {
            _records[record.ActivityId] = record;
        }

        // A log file is no place for a line that is written over and over.
        if (Console.IsOutputRedirected)
        {
            return;
        }

        Clear();
        if (_records.Count == 0)
        {
            return;
        }

        string line = string.Join("  ", _records.Values.Select(Text));
        int width = Math.Max(Console.WindowWidth - 1, 20);
        line = line.Length > width ? line[..width] : line;
        Console.Out.Write(line);
        _shown = line.Length;
    }

    /// <summary>Takes the line off, so that other text can be written; the next record brings it back.</summary>
    internal void Clear()
    {
        if (_shown > 0)
        {
            Console.Out.Write('\r' + new string(' ', _shown) + '\r');
            _shown = 0;
        }
    }

    private static string Text(ProgressRecord record)
    {
        string text = $"{record.Activity}: {record.StatusDescription}";
        if (record.PercentComplete >= 0)
        {
            int filled = Math.Min(record.PercentComplete, 100) * BarWidth / 100;
            string bar = new string('#', filled) + new string('-', BarWidth - filled);
            text = $"[{bar}] {record.PercentComplete,3} % {text}";
        }

        return record.SecondsRemaining >= 0
            ? $"{text} ({TimeSpan.FromSeconds(record.SecondsRemaining):c} left)"
            : text;
    }
}

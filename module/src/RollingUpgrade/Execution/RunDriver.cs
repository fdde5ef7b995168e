using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>The process that drives a run: this one, or the one that the journal names.</summary>
internal static class RunDriver
{
    /// <summary>Two processes tell the beginning of a third one with a little difference.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process, as the journal keeps it.</summary>
    internal static JsonObject Own()
    {
        using Process process = Process.GetCurrentProcess();
        return new JsonObject { ["process"] = process.Id, ["began"] = JsonReading.Format(ToTime(process)) };
    }

    /// <summary>Whether a process that the journal names still runs; a number that was given anew is not it.</summary>
    internal static bool IsAlive(JsonElement? driver)
    {
        if (driver is not { } named)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById((int)named.Number("process"));
            DateTimeOffset? began = named.Time("began");
            return began is { } time && (ToTime(process) - time).Duration() < Tolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Another account's process, which tells nobody when it began: it is there.
            return true;
        }
    }

    private static DateTimeOffset ToTime(Process process) => process.StartTime.ToUniversalTime();
}

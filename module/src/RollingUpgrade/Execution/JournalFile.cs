using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>The file that keeps runs and their events; one for all clusters that this account administers.</summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>Names another folder for the journal, for tests and for accounts without a profile.</summary>
    private const string FolderVariable = "ROLLING_UPGRADE_DATA";

    /// <summary>Limits the journal to so many KiB, so that it can't fill a disk that others need.</summary>
    private const string LimitVariable = "ROLLING_UPGRADE_JOURNAL_KIB";
    private readonly NativeHandle _handle;

    private JournalFile(NativeHandle handle)
    {
        _handle = handle;
    }

    /// <summary>Opens the journal, or makes one.</summary>
    /// <exception cref="NativeException">JournalInvalid, JournalNewer, JournalDamaged, JournalReadOnly,
    /// JournalDiskFull, JournalWriteFailed, JournalPathRefused.</exception>
    internal static JournalFile Open(INativeLog log)
    {
        JsonObject request = new() { ["kind"] = "journal", ["path"] = Path() };
        if (uint.TryParse(Environment.GetEnvironmentVariable(LimitVariable), out uint limit))
        {
            request["limitKiB"] = limit;
        }

        return new JournalFile(NativeCore.Open(request, log));
    }

    /// <summary>Keeps a run before it begins.</summary>
    internal void Create(JsonObject run) => Call(new JsonObject { ["operation"] = "create", ["run"] = run }).Dispose();

    /// <summary>Keeps a transition; it is durable when this returns.</summary>
    internal void Append(string runId, JsonObject transition) => Call(new JsonObject
    {
        ["operation"] = "append",
        ["runId"] = runId,
        ["transition"] = transition,
    }).Dispose();

    /// <summary>Who drives a run, and what is asked of it: <c>{"driver", "stop"}</c>, both absent where nobody is.
    /// </summary>
    internal JsonElement Control(string runId)
    {
        using JsonDocument control = Call(new JsonObject { ["operation"] = "control", ["runId"] = runId });
        return control.RootElement.Clone();
    }

    /// <summary>Says that this process drives a run.</summary>
    internal void Take(string runId) => Call(new JsonObject
    {
        ["operation"] = "take",
        ["runId"] = runId,
        ["driver"] = RunDriver.Own(),
    }).Dispose();

    /// <summary>Says that nobody drives a run any more.</summary>
    internal void Release(string runId) =>
        Call(new JsonObject { ["operation"] = "release", ["runId"] = runId }).Dispose();

    /// <summary>Asks the session that drives a run to stop it.</summary>
    internal void RequestStop(string runId, bool now, DateTimeOffset at) => Call(new JsonObject
    {
        ["operation"] = "requestStop",
        ["runId"] = runId,
        ["stop"] = new JsonObject { ["now"] = now, ["who"] = Account.Name, ["at"] = JsonReading.Format(at) },
    }).Dispose();

    /// <summary>Sets the state of a run that nobody will go on with.</summary>
    internal void SetState(string runId, string state, DateTimeOffset at) => Call(new JsonObject
    {
        ["operation"] = "setState",
        ["runId"] = runId,
        ["state"] = state,
        ["at"] = JsonReading.Format(at),
    }).Dispose();

    /// <summary>One run as JSON lines: the run, then a transition a line.</summary>
    internal string Export(string runId)
    {
        using JsonDocument text = Call(new JsonObject { ["operation"] = "export", ["runId"] = runId });
        return text.RootElement.GetString() ?? string.Empty;
    }

    /// <summary>Every run, the newest first.</summary>
    internal IReadOnlyList<JsonElement> List()
    {
        using JsonDocument list = Call(new JsonObject { ["operation"] = "list" });
        return list.RootElement.EnumerateArray().Select(run => run.Clone()).ToArray();
    }

    /// <summary>One run with its plan and what it said and did. Its events stay in the library.</summary>
    internal JsonElement Load(string runId)
    {
        using JsonDocument run = Call(new JsonObject { ["operation"] = "story", ["runId"] = runId });
        return run.RootElement.Clone();
    }

    /// <summary>A run as its last transition left it: the same events give the same run.</summary>
    /// <returns>The run, which the caller disposes of, and how many transitions it has had.</returns>
    internal (NativeHandle Run, long Transitions) Resume(string runId, INativeLog log)
    {
        (NativeHandle run, JsonElement answer) = _handle.Open(
            new JsonObject { ["operation"] = "resume", ["runId"] = runId }, log);
        return (run, answer.Number("transitions"));
    }

    public void Dispose() => _handle.Dispose();

    private JsonDocument Call(JsonObject request) => _handle.Call(request);

    /// <summary>Where it lies.</summary>
    internal static string Path()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrWhiteSpace(folder))
        {
            string local = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
            folder = System.IO.Path.Combine(local, "RollingUpgrade");
        }

        return System.IO.Path.Combine(System.IO.Path.GetFullPath(folder!), "journal.db");
    }
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Completion;

/// <summary>Completes the ids of the runs that the journal keeps, the newest first.</summary>
public sealed class RunIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        try
        {
            using JournalFile journal = JournalFile.Open(SilentLog.Instance);
            return journal.List()
                .Select(Completion)
                .Where(run => run.ListItemText.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .ToArray();
        }
        catch (NativeException)
        {
            // A completer that throws takes the other completions with it.
            return [];
        }
    }

    private static CompletionResult Completion(JsonElement run)
    {
        string id = run.Text("runId") ?? string.Empty;
        string tip = $"{run.Text("cluster")} {run.Text("state")} {run.Text("startedAt")}";
        return new CompletionResult($"'{id}'", id, CompletionResultType.ParameterValue, tip);
    }

    /// <summary>What the library logs while a word is completed is nobody's business.</summary>
    private sealed class SilentLog : INativeLog
    {
        internal static readonly SilentLog Instance = new();

        string INativeLog.Level => "off";

        void INativeLog.Write(string level, string target, string message)
        {
        }
    }
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Completion;

/// <summary>Completes names of the twin that the session has entered.</summary>
/// <remarks>A real cluster is not asked: an RPC call that hangs would hang the prompt.</remarks>
public abstract class ClusterNameCompleter : IArgumentCompleter
{
    private readonly string _operation;
    private readonly string? _part;

    /// <param name="operation">What the twin is asked.</param>
    /// <param name="part">The list of the answer that has the names; without it the answer is the list.</param>
    private protected ClusterNameCompleter(string operation, string? part = null)
    {
        _operation = operation;
        _part = part;
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
            return Names()
                .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(name => new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, name))
                .ToArray();
        }
        catch (Exception error) when (error is NativeException or InvalidOperationException)
        {
            // A completer that throws takes the other completions with it.
            return [];
        }
    }

    private IEnumerable<string> Names()
    {
        Runspace? runspace = Runspace.DefaultRunspace;
        Twin? twin = runspace is null ? null : TwinScope.Current(runspace.InstanceId);
        if (twin is null)
        {
            return [];
        }

        JsonElement answer = default;
        new TwinClock(twin).Aside(() => answer = twin.Call(_operation));
        IEnumerable<JsonElement> views = _part is null ? answer.EnumerateArray() : answer.Items(_part);
        return views.Select(view => view.Text("name") ?? string.Empty);
    }

    private static string Quoted(string name) =>
        name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? name
            : $"'{name.Replace("'", "''")}'";
}

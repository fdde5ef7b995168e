using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json;
using ClusterTwin.Views;
using RollingUpgrade.Native;

namespace ClusterTwin.Completion;

/// <summary>Completes names of the twin that the session has entered. Asking costs no virtual time.</summary>
public abstract class TwinNameCompleter : IArgumentCompleter
{
    private readonly string _operation;

    /// <param name="operation">What the twin is asked: a list of views with names.</param>
    private protected TwinNameCompleter(string operation)
    {
        _operation = operation;
    }

    /// <summary>The field of a view that has its name.</summary>
    private protected virtual string Field => "name";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        if (TwinContext.Current() is not { } context)
        {
            return [];
        }

        try
        {
            string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
            return context.Aside(() => Names(context, fakeBoundParameters))
                .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, name))
                .ToArray();
        }
        catch (NativeException)
        {
            // A completer that throws takes the other completions with it.
            return [];
        }
    }

    private protected virtual string[] Names(TwinContext context, IDictionary bound) => Ask(context);

    /// <summary>The names in the answer of the twin.</summary>
    private protected string[] Ask(TwinContext context, params (string Name, object? Value)[] arguments) =>
        [.. context.Call(_operation, arguments).EnumerateArray().Select(NameOf).Where(name => name.Length > 0)];

    private string NameOf(JsonElement view) =>
        view.ValueKind == JsonValueKind.Object && view.TryGetProperty(Field, out JsonElement name)
            ? name.GetString() ?? string.Empty
            : string.Empty;

    private static string Quoted(string name) =>
        name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? name
            : $"'{name.Replace("'", "''")}'";
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Completion;

/// <summary>Completes maintenance windows that many have, in the zone of this machine.</summary>
public sealed class WindowCompleter : IArgumentCompleter
{
    private static readonly string[] Usual =
        ["daily 22:00-06:00", "Mon-Fri 22:00-05:00", "Sat,Sun 00:00-24:00", "Sat 08:00-20:00"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string zone = LocalZone.Name ?? "UTC";
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return Usual
            .Select(times => $"{times} {zone}")
            .Where(window => window.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(window => new CompletionResult(
                $"'{window}'", window, CompletionResultType.ParameterValue, $"Work may go on: {window}"));
    }
}

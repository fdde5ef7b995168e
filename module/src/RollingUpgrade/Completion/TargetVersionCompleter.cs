using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Completion;

/// <summary>Completes the releases that a cluster can be upgraded to.</summary>
public sealed class TargetVersionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Releases.Targets
            .Where(name => name.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(
                name, name, CompletionResultType.ParameterValue, $"Windows Server {name}"));
}

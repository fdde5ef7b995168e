using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>What a cmdlet put out, and its first error where it had one.</summary>
internal sealed class CommandOutcome
{
    internal CommandOutcome(
        IReadOnlyList<PSObject> objects, ErrorRecord? error, IReadOnlyList<string>? warnings = null)
    {
        Objects = objects;
        Error = error;
        Warnings = warnings ?? [];
    }

    internal IReadOnlyList<PSObject> Objects { get; }

    internal ErrorRecord? Error { get; }

    internal IReadOnlyList<string> Warnings { get; }
}

using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>What one run of a cmdlet left in its streams.</summary>
internal sealed class CommandRun
{
    internal CommandRun(IReadOnlyList<PSObject> objects, ErrorRecord? error, IReadOnlyList<string> warnings)
    {
        Objects = objects;
        Error = error;
        Warnings = warnings;
    }

    internal IReadOnlyList<PSObject> Objects { get; }

    internal ErrorRecord? Error { get; }

    internal IReadOnlyList<string> Warnings { get; }
}

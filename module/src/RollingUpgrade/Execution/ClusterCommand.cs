using System.Collections;

namespace RollingUpgrade.Execution;

/// <summary>One call of a cmdlet of Microsoft's modules, or of the stand-in of the same name.</summary>
internal sealed class ClusterCommand
{
    internal const string FailoverClusters = "FailoverClusters";
    internal const string HyperV = "Hyper-V";
    internal const string Storage = "Storage";
    internal const string Updating = "ClusterAwareUpdating";

    internal ClusterCommand(string module, string name)
    {
        Module = module;
        Name = name;
    }

    internal string Module { get; }

    internal string Name { get; }

    internal Hashtable Parameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is piped in; null where nothing is.</summary>
    internal object? Input { get; private set; }

    /// <summary>The command that has read what is piped in; null where nobody says.</summary>
    internal ClusterCommand? Source { get; private set; }

    /// <summary>
    /// Whether it can take minutes on a real cluster and can't be taken back: it then runs in a runspace of its own,
    /// so that Ctrl+C returns and the cluster finishes what it has begun.
    /// </summary>
    internal bool Blocking { get; private set; }

    internal ClusterCommand With(string parameter, object? value)
    {
        Parameters[parameter] = value;
        return this;
    }

    /// <param name="input">What is piped in.</param>
    /// <param name="source">
    /// The command that has read it: where the input is a copy, it is read again there where objects are live.
    /// </param>
    internal ClusterCommand From(object input, ClusterCommand? source = null)
    {
        Input = input;
        Source = source;
        return this;
    }

    internal ClusterCommand MayBlock()
    {
        Blocking = true;
        return this;
    }

    public override string ToString() => $"{Module}\\{Name}";
}

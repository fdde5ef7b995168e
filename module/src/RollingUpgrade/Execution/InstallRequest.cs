namespace RollingUpgrade.Execution;

/// <summary>What has to be installed.</summary>
internal sealed class InstallRequest
{
    internal InstallRequest(string node, string machine, string release, bool inPlace)
    {
        Node = node;
        Machine = machine;
        Release = release;
        InPlace = inPlace;
    }

    /// <summary>The node that left.</summary>
    internal string Node { get; }

    /// <summary>The machine to install.</summary>
    internal string Machine { get; }

    /// <summary>The release.</summary>
    internal string Release { get; }

    /// <summary>Whether setup keeps what is there.</summary>
    internal bool InPlace { get; }
}

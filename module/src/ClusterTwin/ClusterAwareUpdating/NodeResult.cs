namespace Microsoft.ClusterAwareUpdating;

/// <summary>What an Updating Run has done on a node that it has finished.</summary>
public sealed class NodeResult
{
    internal NodeResult(string node, string status, uint succeeded, uint failed)
    {
        Node = node;
        Status = status;
        NumberOfSucceededUpdates = succeeded;
        NumberOfFailedUpdates = failed;
    }

    /// <summary>Node.</summary>
    public string Node { get; }

    /// <summary>Status, such as <c>Succeeded</c>.</summary>
    public string Status { get; }

    /// <summary>ErrorRecordData: nothing; the twin knows of no error.</summary>
    public object? ErrorRecordData => null;

    /// <summary>NumberOfSucceededUpdates.</summary>
    public uint NumberOfSucceededUpdates { get; }

    /// <summary>NumberOfFailedUpdates.</summary>
    public uint NumberOfFailedUpdates { get; }

    /// <summary>InstallResults: empty; the twin knows how many updates there were, and no more.</summary>
    public object[] InstallResults => [];
}

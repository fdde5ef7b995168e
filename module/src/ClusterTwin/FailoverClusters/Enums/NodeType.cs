namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>NodeType</c>, with Microsoft's numbers.</summary>
public enum NodeType
{
    /// <summary>Node.</summary>
    Node = 0,

    /// <summary>StorageNode.</summary>
    StorageNode = 1,
}

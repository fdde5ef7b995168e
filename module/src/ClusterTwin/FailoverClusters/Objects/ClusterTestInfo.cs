namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A test of the validation.</summary>
public sealed class ClusterTestInfo
{
    internal ClusterTestInfo(string category, string displayName, string description)
    {
        Category = category;
        DisplayName = displayName;
        Description = description;
    }

    /// <summary>Category.</summary>
    public string Category { get; }

    /// <summary>DisplayName.</summary>
    public string DisplayName { get; }

    /// <summary>Description.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public override string ToString() => DisplayName;
}

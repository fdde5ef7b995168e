namespace Microsoft.ClusterAwareUpdating;

/// <summary>What a cmdlet of ClusterAwareUpdating reports.</summary>
public class ClusterUpdateException : Exception
{
    /// <summary>Makes one.</summary>
    public ClusterUpdateException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

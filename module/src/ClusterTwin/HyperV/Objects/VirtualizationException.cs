namespace Microsoft.HyperV.PowerShell;

/// <summary>What a cmdlet of Hyper-V reports; scripts catch it by this name.</summary>
public class VirtualizationException : Exception
{
    /// <summary>Makes one.</summary>
    public VirtualizationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

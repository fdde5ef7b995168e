using System.ComponentModel;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// What a cmdlet of FailoverClusters reports; scripts catch it by this name. The Windows error code is in
/// <see cref="Exception.HResult"/> (as 0x8007xxxx) and in the inner <see cref="Win32Exception"/>.
/// </summary>
public class ClusterCmdletException : Exception
{
    private const int FacilityWin32 = unchecked((int)0x80070000);

    /// <summary>Makes one without a Windows error code.</summary>
    public ClusterCmdletException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Makes one of a Windows error code.</summary>
    public ClusterCmdletException(string message, uint win32, string detail)
        : base(message, new Win32Exception(unchecked((int)win32), detail)) =>
        HResult = FacilityWin32 | unchecked((int)(win32 & 0xFFFF));
}

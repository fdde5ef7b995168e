namespace Microsoft.HyperV.PowerShell;

/// <summary>A DVD drive of a VM with an image in it.</summary>
public sealed class DvdDrive
{
    internal DvdDrive(VirtualMachineBase machine, string path)
    {
        Path = path;
        VMName = machine.Name;
    }

    /// <summary>Path: where the image lies.</summary>
    public string Path { get; }

    /// <summary>VMName.</summary>
    public string VMName { get; }

    /// <summary>Whether what ties a VM to its host is an image.</summary>
    internal static bool IsImage(string media) => media.EndsWith(".iso", StringComparison.OrdinalIgnoreCase);
}

namespace Microsoft.HyperV.PowerShell;

/// <summary>A disk or device of its host that a VM holds on to.</summary>
public sealed class HardDiskDrive
{
    internal HardDiskDrive(VirtualMachineBase machine, string path)
    {
        Path = path;
        VMName = machine.Name;
    }

    /// <summary>Path.</summary>
    public string Path { get; }

    /// <summary>VMName.</summary>
    public string VMName { get; }
}

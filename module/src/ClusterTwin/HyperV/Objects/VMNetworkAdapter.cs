namespace Microsoft.HyperV.PowerShell;

/// <summary>A network adapter of a VM.</summary>
public sealed class VMNetworkAdapter
{
    internal VMNetworkAdapter(VirtualMachineBase machine, string switchName, int index)
    {
        Name = index == 0 ? "Network Adapter" : $"Network Adapter {index + 1}";
        SwitchName = switchName;
        VMId = machine.Id;
        VMName = machine.Name;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>SwitchName: the switch that it is connected to.</summary>
    public string SwitchName { get; }

    /// <summary>VMId.</summary>
    public Guid VMId { get; }

    /// <summary>VMName.</summary>
    public string VMName { get; }

    /// <inheritdoc/>
    public override string ToString() => $"VMNetworkAdapter (Name = '{Name}', VMName = '{VMName}')";
}

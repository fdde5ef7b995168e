using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.HyperV.PowerShell;

/// <summary>A checkpoint of a VM.</summary>
public sealed class VMSnapshot : VirtualMachineBase
{
    private readonly uint _number;

    internal VMSnapshot(TwinContext context, VirtualMachineView view, uint number)
        : base(context, view) =>
        _number = number;

    /// <summary>SnapshotType.</summary>
    public SnapshotType SnapshotType => SnapshotType.Standard;

    /// <summary>IsAutomaticCheckpoint.</summary>
    public bool IsAutomaticCheckpoint => default;

    /// <summary>VMId.</summary>
    public Guid VMId => base.Id;

    /// <summary>VMName.</summary>
    public string VMName => base.Name;

    /// <summary>Name: numbered, since the twin knows only how many there are.</summary>
    public new string Name => $"{VMName} - checkpoint {_number}";
}

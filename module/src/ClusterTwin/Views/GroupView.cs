using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterGroup</c>.</summary>
internal sealed class GroupView
{
    public string Name { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public string Owner { get; init; } = string.Empty;

    public uint State { get; init; }

    public uint StatusInformation { get; init; }

    public uint GroupType { get; init; }

    public uint Priority { get; init; }

    public uint AutoFailbackType { get; init; }

    public string[] AntiAffinityClassNames { get; init; } = [];

    public uint LockedFromMoving { get; init; }

    public uint PersistentState { get; init; }

    public bool IsCoreGroup { get; init; }

    public string? VirtualMachineId { get; init; }

    public static GroupView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Id = view.Text("id"u8),
        Owner = view.Text("owner"u8),
        State = view.Number("state"u8),
        StatusInformation = view.Number("statusInformation"u8),
        GroupType = view.Number("groupType"u8),
        Priority = view.Number("priority"u8),
        AutoFailbackType = view.Number("autoFailbackType"u8),
        AntiAffinityClassNames = view.Texts("antiAffinityClassNames"u8),
        LockedFromMoving = view.Number("lockedFromMoving"u8),
        PersistentState = view.Number("persistentState"u8),
        IsCoreGroup = view.Flag("isCoreGroup"u8),
        VirtualMachineId = view.OptionalText("virtualMachineId"u8),
    };
}

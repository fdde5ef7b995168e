using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterGroup</c>.</summary>
internal sealed class GroupView
{
    // Fields are read when they are asked for: most of a long list is only counted or filtered.
    private readonly JsonElement _view;

    private GroupView(JsonElement view) => _view = view;

    public string Name => _view.Text("name"u8);

    public string Id => _view.Text("id"u8);

    public string Owner => _view.Text("owner"u8);

    public uint State => _view.Number("state"u8);

    public uint StatusInformation => _view.Number("statusInformation"u8);

    public uint GroupType => _view.Number("groupType"u8);

    public uint Priority => _view.Number("priority"u8);

    public uint AutoFailbackType => _view.Number("autoFailbackType"u8);

    public string[] AntiAffinityClassNames => _view.Texts("antiAffinityClassNames"u8);

    public uint LockedFromMoving => _view.Number("lockedFromMoving"u8);

    public uint PersistentState => _view.Number("persistentState"u8);

    public bool IsCoreGroup => _view.Flag("isCoreGroup"u8);

    public string? VirtualMachineId => _view.OptionalText("virtualMachineId"u8);

    public static GroupView Read(JsonElement view) => new(view);
}

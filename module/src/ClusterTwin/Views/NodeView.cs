using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterNode</c>.</summary>
internal sealed class NodeView
{
    // Fields are read when they are asked for: most of a long list is only counted or filtered.
    private readonly JsonElement _view;

    private NodeView(JsonElement view) => _view = view;

    public string Name => _view.Text("name"u8);

    public uint Id => _view.Number("id"u8);

    public uint State => _view.Number("state"u8);

    public uint StatusInformation => _view.Number("statusInformation"u8);

    public uint DrainStatus => _view.Number("drainStatus"u8);

    public uint DrainTarget => _view.Number("drainTarget"u8);

    public uint DrainErrorCode => _view.Number("drainErrorCode"u8);

    public uint FailbackStatus => _view.Number("failbackStatus"u8);

    public uint NodeWeight => _view.Number("nodeWeight"u8);

    public uint DynamicWeight => _view.Number("dynamicWeight"u8);

    public uint BuildNumber => _view.Number("buildNumber"u8);

    public uint MajorVersion => _view.Number("majorVersion"u8);

    public uint MinorVersion => _view.Number("minorVersion"u8);

    public uint NodeHighestVersion => _view.Number("nodeHighestVersion"u8);

    public uint NodeLowestVersion => _view.Number("nodeLowestVersion"u8);

    public string? FaultDomain => _view.OptionalText("faultDomain"u8);

    public string? Site => _view.OptionalText("site"u8);

    public static NodeView Read(JsonElement view) => new(view);
}

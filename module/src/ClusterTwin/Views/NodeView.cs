using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterNode</c>.</summary>
internal sealed class NodeView
{
    public string Name { get; init; } = string.Empty;

    public uint Id { get; init; }

    public uint State { get; init; }

    public uint StatusInformation { get; init; }

    public uint DrainStatus { get; init; }

    public uint DrainTarget { get; init; }

    public uint DrainErrorCode { get; init; }

    public uint FailbackStatus { get; init; }

    public uint NodeWeight { get; init; }

    public uint DynamicWeight { get; init; }

    public uint BuildNumber { get; init; }

    public uint MajorVersion { get; init; }

    public uint MinorVersion { get; init; }

    public uint NodeHighestVersion { get; init; }

    public uint NodeLowestVersion { get; init; }

    public string? FaultDomain { get; init; }

    public string? Site { get; init; }

    public static NodeView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Id = view.Number("id"u8),
        State = view.Number("state"u8),
        StatusInformation = view.Number("statusInformation"u8),
        DrainStatus = view.Number("drainStatus"u8),
        DrainTarget = view.Number("drainTarget"u8),
        DrainErrorCode = view.Number("drainErrorCode"u8),
        FailbackStatus = view.Number("failbackStatus"u8),
        NodeWeight = view.Number("nodeWeight"u8),
        DynamicWeight = view.Number("dynamicWeight"u8),
        BuildNumber = view.Number("buildNumber"u8),
        MajorVersion = view.Number("majorVersion"u8),
        MinorVersion = view.Number("minorVersion"u8),
        NodeHighestVersion = view.Number("nodeHighestVersion"u8),
        NodeLowestVersion = view.Number("nodeLowestVersion"u8),
        FaultDomain = view.OptionalText("faultDomain"u8),
        Site = view.OptionalText("site"u8),
    };
}

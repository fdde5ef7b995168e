using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-StoragePool</c>.</summary>
internal sealed class PoolView
{
    public string FriendlyName { get; init; } = string.Empty;

    public bool IsPrimordial { get; init; }

    public uint HealthStatus { get; init; }

    public string OperationalStatus { get; init; } = string.Empty;

    public string Version { get; init; } = string.Empty;

    public ulong SizeMiB { get; init; }

    public ulong AllocatedMiB { get; init; }

    public static PoolView Read(JsonElement view) => new()
    {
        FriendlyName = view.Text("friendlyName"u8),
        IsPrimordial = view.Flag("isPrimordial"u8),
        HealthStatus = view.Number("healthStatus"u8),
        OperationalStatus = view.Text("operationalStatus"u8),
        Version = view.Text("version"u8),
        SizeMiB = view.LongNumber("sizeMiB"u8),
        AllocatedMiB = view.LongNumber("allocatedMiB"u8),
    };
}

using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-PhysicalDisk</c>.</summary>
internal sealed class PhysicalDiskView
{
    public string SerialNumber { get; init; } = string.Empty;

    public string Node { get; init; } = string.Empty;

    public string OperationalStatus { get; init; } = string.Empty;

    public uint HealthStatus { get; init; }

    public ulong SizeMiB { get; init; }

    public static PhysicalDiskView Read(JsonElement view) => new()
    {
        SerialNumber = view.Text("serialNumber"u8),
        Node = view.Text("node"u8),
        OperationalStatus = view.Text("operationalStatus"u8),
        HealthStatus = view.Number("healthStatus"u8),
        SizeMiB = view.LongNumber("sizeMiB"u8),
    };
}

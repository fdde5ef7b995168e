using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-VirtualDisk</c>.</summary>
internal sealed class VirtualDiskView
{
    public string FriendlyName { get; init; } = string.Empty;

    public string ResiliencySettingName { get; init; } = string.Empty;

    public uint DataCopies { get; init; }

    public uint PhysicalDiskRedundancy { get; init; }

    public string OperationalStatus { get; init; } = string.Empty;

    public uint HealthStatus { get; init; }

    public ulong SizeMiB { get; init; }

    public static VirtualDiskView Read(JsonElement view) => new()
    {
        FriendlyName = view.Text("friendlyName"u8),
        ResiliencySettingName = view.Text("resiliencySettingName"u8),
        DataCopies = view.Number("dataCopies"u8),
        PhysicalDiskRedundancy = view.Number("physicalDiskRedundancy"u8),
        OperationalStatus = view.Text("operationalStatus"u8),
        HealthStatus = view.Number("healthStatus"u8),
        SizeMiB = view.LongNumber("sizeMiB"u8),
    };
}

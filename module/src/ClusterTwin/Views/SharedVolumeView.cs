using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterSharedVolume</c>.</summary>
internal sealed class SharedVolumeView
{
    public string Name { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public string Owner { get; init; } = string.Empty;

    public uint State { get; init; }

    public string FriendlyVolumeName { get; init; } = string.Empty;

    public ulong SizeMiB { get; init; }

    public ulong? FreeMiB { get; init; }

    public string FileSystem { get; init; } = string.Empty;

    public bool Redirected { get; init; }

    public static SharedVolumeView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Id = view.Text("id"u8),
        Owner = view.Text("owner"u8),
        State = view.Number("state"u8),
        FriendlyVolumeName = view.Text("friendlyVolumeName"u8),
        SizeMiB = view.LongNumber("sizeMiB"u8),
        FreeMiB = view.OptionalLongNumber("freeMiB"u8),
        FileSystem = view.Text("fileSystem"u8),
        Redirected = view.Flag("redirected"u8),
    };
}

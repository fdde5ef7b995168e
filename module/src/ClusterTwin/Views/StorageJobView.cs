using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-StorageJob</c>.</summary>
internal sealed class StorageJobView
{
    public string Name { get; init; } = string.Empty;

    public string JobState { get; init; } = string.Empty;

    public uint PercentComplete { get; init; }

    public ulong ElapsedSeconds { get; init; }

    public ulong BytesProcessed { get; init; }

    public ulong BytesTotal { get; init; }

    public static StorageJobView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        JobState = view.Text("jobState"u8),
        PercentComplete = view.Number("percentComplete"u8),
        ElapsedSeconds = view.LongNumber("elapsedSeconds"u8),
        BytesProcessed = view.LongNumber("bytesProcessed"u8),
        BytesTotal = view.LongNumber("bytesTotal"u8),
    };
}

using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-VM</c>.</summary>
internal sealed class VirtualMachineView
{
    public string Name { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public string Host { get; init; } = string.Empty;

    public uint State { get; init; }

    public string Version { get; init; } = string.Empty;

    public ulong MemoryAssignedBytes { get; init; }

    public ulong MemoryDemandBytes { get; init; }

    public ulong MemoryStartupBytes { get; init; }

    public ulong MemoryMinimumBytes { get; init; }

    public ulong MemoryMaximumBytes { get; init; }

    public bool DynamicMemory { get; init; }

    public uint ProcessorCount { get; init; }

    public bool ProcessorCompatibility { get; init; }

    public ulong UptimeMilliseconds { get; init; }

    public bool IsClustered { get; init; }

    public string[] Switches { get; init; } = [];

    public uint Checkpoints { get; init; }

    public bool GuestShutdown { get; init; }

    public string[] LocalMedia { get; init; } = [];

    public string AutomaticStopAction { get; init; } = string.Empty;

    /// <summary>The folder of the shared volume that its files are on.</summary>
    public string? Volume { get; init; }

    public static VirtualMachineView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Id = view.Text("id"u8),
        Host = view.Text("host"u8),
        State = view.Number("state"u8),
        Version = view.Text("version"u8),
        MemoryAssignedBytes = view.LongNumber("memoryAssignedBytes"u8),
        MemoryDemandBytes = view.LongNumber("memoryDemandBytes"u8),
        MemoryStartupBytes = view.LongNumber("memoryStartupBytes"u8),
        MemoryMinimumBytes = view.LongNumber("memoryMinimumBytes"u8),
        MemoryMaximumBytes = view.LongNumber("memoryMaximumBytes"u8),
        DynamicMemory = view.Flag("dynamicMemory"u8),
        ProcessorCount = view.Number("processorCount"u8),
        ProcessorCompatibility = view.Flag("processorCompatibility"u8),
        UptimeMilliseconds = view.LongNumber("uptimeMilliseconds"u8),
        IsClustered = view.Flag("isClustered"u8),
        Switches = view.Texts("switches"u8),
        Checkpoints = view.Number("checkpoints"u8),
        GuestShutdown = view.Flag("guestShutdown"u8),
        LocalMedia = view.Texts("localMedia"u8),
        AutomaticStopAction = view.Text("automaticStopAction"u8),
        Volume = view.OptionalText("volume"u8),
    };
}

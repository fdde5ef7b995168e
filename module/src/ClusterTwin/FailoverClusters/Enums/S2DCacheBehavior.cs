namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>S2DCacheBehavior</c>, with Microsoft's numbers.</summary>
[Flags]
public enum S2DCacheBehavior : ulong
{
    /// <summary>Dormant.</summary>
    Dormant = 1,

    /// <summary>SkipSpindlePartitionsRemovalOnDisable.</summary>
    SkipSpindlePartitionsRemovalOnDisable = 2,

    /// <summary>SkipFlashPartitionsRemovalOnDisable.</summary>
    SkipFlashPartitionsRemovalOnDisable = 4,

    /// <summary>CacheModeHddRead.</summary>
    CacheModeHddRead = 8,

    /// <summary>CacheModeHddWrite.</summary>
    CacheModeHddWrite = 16,

    /// <summary>CacheModeSsdread.</summary>
    CacheModeSsdread = 32,

    /// <summary>CacheModeSsdWrite.</summary>
    CacheModeSsdWrite = 64,

    /// <summary>Default.</summary>
    Default = 88,

    /// <summary>UseScmForCapacity.</summary>
    UseScmForCapacity = 128,
}

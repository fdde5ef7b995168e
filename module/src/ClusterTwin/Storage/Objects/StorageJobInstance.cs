using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary>A storage job that is running.</summary>
public sealed class StorageJobInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "ROOT/Microsoft/Windows/Storage/MSFT_StorageJob";

    internal StorageJobInstance(TwinContext context, StorageJobView view)
        : base(ClassName, context)
    {
        Name = view.Name;
        IsBackgroundTask = true;
        ElapsedTime = TimeSpan.FromSeconds(view.ElapsedSeconds);
        JobState = view.JobState;
        PercentComplete = (ushort)view.PercentComplete;
        BytesProcessed = view.BytesProcessed;
        BytesTotal = view.BytesTotal;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>IsBackgroundTask.</summary>
    public bool IsBackgroundTask { get; }

    /// <summary>ElapsedTime.</summary>
    public TimeSpan ElapsedTime { get; }

    /// <summary>JobState.</summary>
    public string JobState { get; }

    /// <summary>PercentComplete.</summary>
    public ushort PercentComplete { get; }

    /// <summary>BytesProcessed.</summary>
    public ulong BytesProcessed { get; }

    /// <summary>BytesTotal.</summary>
    public ulong BytesTotal { get; }
}

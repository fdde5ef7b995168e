using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.HyperV.PowerShell;

/// <summary>A VM on a host.</summary>
public sealed class VirtualMachine : VirtualMachineBase
{
    internal VirtualMachine(TwinContext context, VirtualMachineView view)
        : base(context, view)
    {
    }

    /// <summary>ConfigurationLocation.</summary>
    public string ConfigurationLocation => Path;

    /// <summary>SmartPagingFileInUse.</summary>
    public bool SmartPagingFileInUse => default;

    /// <summary>SmartPagingFilePath.</summary>
    public string SmartPagingFilePath => string.Empty;

    /// <summary>SnapshotFileLocation.</summary>
    public string SnapshotFileLocation => string.Empty;

    /// <summary>AutomaticStartAction.</summary>
    public StartAction AutomaticStartAction => StartAction.StartIfRunning;

    /// <summary>AutomaticStartDelay.</summary>
    public int AutomaticStartDelay => default;

    /// <summary>AutomaticStopAction.</summary>
    public StopAction AutomaticStopAction => View.AutomaticStopAction switch
    {
        "turnOff" => StopAction.TurnOff,
        "shutDown" => StopAction.ShutDown,
        _ => StopAction.Save,
    };

    /// <summary>AutomaticCriticalErrorActionTimeout.</summary>
    public int AutomaticCriticalErrorActionTimeout => default;

    /// <summary>AutomaticCheckpointsEnabled.</summary>
    public bool AutomaticCheckpointsEnabled => default;

    /// <summary>CPUUsage.</summary>
    public int CPUUsage => default;

    /// <summary>MemoryAssigned.</summary>
    public long MemoryAssigned => (long)View.MemoryAssignedBytes;

    /// <summary>MemoryDemand.</summary>
    public long MemoryDemand => (long)View.MemoryDemandBytes;

    /// <summary>MemoryStatus.</summary>
    public string MemoryStatus => State == VMState.Running ? "OK" : string.Empty;

    /// <summary>NumaAligned.</summary>
    public bool? NumaAligned => null;

    /// <summary>NumaNodesCount.</summary>
    public int NumaNodesCount => 1;

    /// <summary>NumaSocketCount.</summary>
    public int NumaSocketCount => 1;

    /// <summary>Heartbeat.</summary>
    public VMHeartbeatStatus? Heartbeat =>
        State == VMState.Running && View.GuestShutdown ? VMHeartbeatStatus.OkApplicationsUnknown : null;

    /// <summary>IntegrationServicesState.</summary>
    public string IntegrationServicesState => string.Empty;

    /// <summary>IntegrationServicesVersion.</summary>
    public Version IntegrationServicesVersion => new(0, 0);

    /// <summary>Uptime.</summary>
    public TimeSpan Uptime => TimeSpan.FromMilliseconds(View.UptimeMilliseconds);

    /// <summary>OperationalStatus.</summary>
    public VMOperationalStatus[] OperationalStatus => [VMOperationalStatus.Ok];

    /// <summary>PrimaryOperationalStatus.</summary>
    public VMOperationalStatus? PrimaryOperationalStatus => VMOperationalStatus.Ok;

    /// <summary>SecondaryOperationalStatus.</summary>
    public VMOperationalStatus? SecondaryOperationalStatus => null;

    /// <summary>StatusDescriptions.</summary>
    public string[] StatusDescriptions => [Status];

    /// <summary>PrimaryStatusDescription.</summary>
    public string PrimaryStatusDescription => Status;

    /// <summary>SecondaryStatusDescription.</summary>
    public string SecondaryStatusDescription => string.Empty;

    /// <summary>Status.</summary>
    public string Status => "Operating normally";

    /// <summary>ResourceMeteringEnabled.</summary>
    public bool ResourceMeteringEnabled => default;

    /// <summary>CheckpointType.</summary>
    public CheckpointType CheckpointType => CheckpointType.Production;

    /// <summary>Whether a clean shutdown of the guest is possible.</summary>
    internal bool AnswersShutdown => View.GuestShutdown;

    /// <summary>Whether processor compatibility is on.</summary>
    internal bool ProcessorCompatibility => View.ProcessorCompatibility;

    /// <summary>The checkpoints: the twin knows how many there are.</summary>
    internal IEnumerable<VMSnapshot> ReadCheckpoints()
    {
        VirtualMachineView view = View;
        return Enumerable.Range(1, (int)view.Checkpoints).Select(number => new VMSnapshot(Context, view, (uint)number));
    }
}

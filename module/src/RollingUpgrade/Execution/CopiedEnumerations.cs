using System.Globalization;
using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>
/// Numbers of enumerations that a copy of an object holds as texts: what crosses the border to Windows PowerShell loses
/// its type, and an enumeration its number. The texts are names in code and never translated.
/// </summary>
internal static class CopiedEnumerations
{
    /// <summary>By the type of the object and the name of its property; flags stand in one text.</summary>
    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ClusterNode.State"] = "Up=0 Down=1 Paused=2 Joining=3",
        ["ClusterNode.DrainStatus"] = "NotInitiated=0 InProgress=1 Completed=2 Failed=3",
        ["ClusterNode.StatusInformation"] =
            "Normal=0 Isolated=1 Quarantined=2 DrainInProgress=4 DrainCompleted=8 DrainFailed=16 AvoidPlacement=32",
        ["ClusterGroup.State"] = "Online=0 Offline=1 Failed=2 PartialOnline=3 Pending=4",
        ["ClusterGroup.StatusInformation"] =
            "Locked=1 Preempted=2 Queued=4 PhysicalResourcesLacking=8 WaitingToStart=16 EmbeddedFailure=32 "
            + "OfflineAntiAffinityConflict=64 NetworkFailure=128 Unmonitored=256 WaitingForDependencies=4096",
        ["ClusterGroup.GroupType"] =
            "Cluster=1 AvailableStorage=2 Temporary=3 ClusterSharedVolume=4 ClusterStoragePool=5 FileServer=100 "
            + "PrintServer=101 DhcpServer=102 Dtc=103 Msmq=104 Wins=105 StandAloneDfs=106 GenericApplication=107 "
            + "GenericService=108 GenericScript=109 IScsiNameService=110 VirtualMachine=111 TsSessionBroker=112 "
            + "IScsiTarget=113 ScaleoutFileServer=114 VMReplicaBroker=115 TaskScheduler=116 ClusterAwareUpdating=117",
        ["ClusterResource.State"] =
            "Inherited=0 Initializing=1 Online=2 Offline=3 Failed=4 Pending=128 OnlinePending=129 OfflinePending=130",
        ["ClusterSharedVolume.State"] =
            "Inherited=0 Initializing=1 Online=2 Offline=3 Failed=4 Pending=128 OnlinePending=129 OfflinePending=130",
        ["ClusterSharedVolumeStateInfo.StateInfo"] =
            "Unavailable=0 Paused=1 Direct=2 FileSystemRedirected=3 BlockRedirected=4",
        ["ClusterNetwork.State"] = "Unavailable=0 Down=1 Partitioned=2 Up=3",
        ["ClusterNetwork.Role"] = "None=0 Cluster=1 Client=2 ClusterAndClient=3",
        ["VirtualMachine.State"] =
            "Other=1 Running=2 Off=3 Stopping=4 Saved=6 Paused=9 Starting=10 Reset=11 Saving=32773 Pausing=32776 "
            + "Resuming=32777",
        ["VirtualMachine.Heartbeat"] =
            "Unknown=0 Disabled=1 NoContact=2 Error=3 LostCommunication=4 OkApplicationsUnknown=5 "
            + "OkApplicationsHealthy=6 OkApplicationsCritical=7 Paused=8",
        ["VirtualMachine.AutomaticStopAction"] = "TurnOff=2 Save=3 ShutDown=4",
    };

    private static readonly Lazy<Dictionary<string, Dictionary<string, long>>> Tables = new(() => Texts.ToDictionary(
        entry => entry.Key, entry => Parse(entry.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>The number of a text; null where it is none of the enumeration, or the property holds none.</summary>
    internal static long? Number(PSObject item, string property, string text)
    {
        foreach (string type in item.TypeNames)
        {
            string key = $"{type.Substring(type.LastIndexOf('.') + 1)}.{property}";
            if (Tables.Value.TryGetValue(key, out Dictionary<string, long>? names))
            {
                long[] numbers = text.Split(',')
                    .Select(name => names.TryGetValue(name.Trim(), out long number) ? number : -1)
                    .ToArray();
                return numbers.Contains(-1) ? null : numbers.Aggregate(0L, (all, one) => all | one);
            }
        }

        return null;
    }

    private static Dictionary<string, long> Parse(string text) => text.Split(' ')
        .Select(entry => entry.Split('='))
        .ToDictionary(
            entry => entry[0],
            entry => long.Parse(entry[1], CultureInfo.InvariantCulture),
            StringComparer.OrdinalIgnoreCase);
}

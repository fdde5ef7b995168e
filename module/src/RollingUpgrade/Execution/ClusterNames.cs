using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>Microsoft's numbers and texts, as the documents call them.</summary>
internal static class ClusterNames
{
    /// <summary>ClusterNodeState.</summary>
    internal static string NodeState(long? number) => number switch
    {
        0 => "up",
        2 => "paused",
        3 => "joining",
        _ => "down",
    };

    /// <summary>ClusterNodeDrainStatus.</summary>
    internal static string? DrainState(long? number) => number switch
    {
        0 => "notInitiated",
        1 => "inProgress",
        2 => "completed",
        3 => "failed",
        _ => null,
    };

    /// <summary>ClusterNetworkState.</summary>
    internal static string? NetworkState(long? number) => number switch
    {
        0 => "unavailable",
        1 => "down",
        2 => "partitioned",
        3 => "up",
        _ => null,
    };

    /// <summary>StopAction of a virtual machine.</summary>
    internal static string? StopAction(long? number) => number switch
    {
        2 => "turnOff",
        3 => "save",
        4 => "shutDown",
        _ => null,
    };

    /// <summary>RuleType of an affinity rule: a text, or its number.</summary>
    internal static string? AffinityKind(string? text) => text switch
    {
        "SameFaultDomain" or "1" => "sameFaultDomain",
        "SameNode" or "2" => "sameNode",
        "DifferentFaultDomain" or "3" => "differentFaultDomain",
        "DifferentNode" or "4" => "differentNode",
        _ => null,
    };

    /// <summary>ClusterGroupState.</summary>
    internal static string RoleState(long? number) => number switch
    {
        0 => "online",
        1 => "offline",
        2 => "failed",
        3 => "partialOnline",
        _ => "pending",
    };

    /// <summary>VMState; one that starts or stops counts as running, because it holds its memory.</summary>
    internal static string VirtualMachineState(long? number) => number switch
    {
        3 => "off",
        6 => "saved",
        9 => "paused",
        _ => "running",
    };

    /// <summary>VMHeartbeatStatus: whether the guest is well; null where it has no heartbeat.</summary>
    internal static bool? Heartbeat(long? number) => number switch
    {
        2 or 3 or 4 => false,
        5 or 6 or 7 => true,
        _ => null,
    };

    /// <summary>GroupType.</summary>
    internal static string RoleKind(long? number) => number switch
    {
        1 => "cluster",
        2 => "availableStorage",
        5 => "storagePool",
        100 => "fileServer",
        102 => "dhcp",
        107 or 108 or 109 or 110 => "generic",
        111 => "virtualMachine",
        114 => "scaleOutFileServer",
        115 => "replicaBroker",
        117 => "clusterAwareUpdating",
        _ => "other",
    };

    /// <summary>HealthStatus of the Storage module: a text, or its number.</summary>
    internal static string Health(PSObject item) => item.Text("HealthStatus") switch
    {
        "Warning" or "1" => "warning",
        "Unhealthy" or "2" => "unhealthy",
        _ => "healthy",
    };

    /// <summary>OperationalStatus of a virtual disk: a text or a list of texts.</summary>
    internal static string DiskStatus(PSObject item)
    {
        string[] states = item.Texts("OperationalStatus").Select(text => text.Replace(" ", string.Empty)).ToArray();
        foreach ((string text, string name) in new[]
        {
            ("Detached", "detached"), ("Incomplete", "incomplete"),
            ("Degraded", "degraded"), ("InService", "inService"),
        })
        {
            if (states.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return "ok";
    }
}

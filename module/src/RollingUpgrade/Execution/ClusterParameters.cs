namespace RollingUpgrade.Execution;

/// <summary>By which parameter a cmdlet is told a cluster that is not the one of the machine it runs on.</summary>
/// <remarks>
/// Cmdlets of FailoverClusters go by RPC and those of ClusterAwareUpdating by WMI; what is written in CIM, there and in
/// Storage, takes a computer name for a session, and the name of a cluster leads to one of its nodes. Each is one hop.
/// </remarks>
internal static class ClusterParameters
{
    /// <summary>Cmdlets of FailoverClusters that are written in CIM.</summary>
    private static readonly string[] ByCim =
        ["Get-ClusterAffinityRule", "Get-ClusterGroupSet", "Get-ClusterFaultDomain", "Set-ClusterFaultDomain"];

    /// <summary>The parameter; null where a cmdlet is told a machine instead.</summary>
    internal static string? Of(ClusterCommand command) => command.Module switch
    {
        ClusterCommand.FailoverClusters when command.Name == "Get-Cluster" => "Name",
        ClusterCommand.FailoverClusters => ByCim.Contains(command.Name) ? "CimSession" : "Cluster",
        ClusterCommand.Updating => "ClusterName",
        ClusterCommand.Storage => "CimSession",
        _ => null,
    };
}

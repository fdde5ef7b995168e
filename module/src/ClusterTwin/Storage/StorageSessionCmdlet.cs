using System.Management.Automation;
using ClusterTwin.Cim;

namespace ClusterTwin.Storage;

/// <summary>A stand-in of Storage that takes CIM sessions, and could run as a job of them.</summary>
public abstract class StorageSessionCmdlet : StorageCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int ThrottleLimit { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal sealed override IEnumerable<TwinCimSession> Sessions => CimSession ?? [];
}

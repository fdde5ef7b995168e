using System.Management.Automation;
using ClusterTwin.Views;

namespace ClusterTwin;

/// <summary>What the stand-ins share that let the cluster update itself, or stop it from that.</summary>
public abstract class UpdatingRoleCmdlet : UpdatingCmdlet
{
    /// <summary>The cluster.</summary>
    [Parameter(Position = 0)]
    public string? ClusterName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public PSCredential? Credential { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    internal override string? NamedCluster => ClusterName;

    /// <summary>Whether the cluster updates itself afterwards.</summary>
    private protected abstract bool Enabled { get; }

    internal sealed override void Answer(UpdatingView updating) => SetRole(updating, Enabled, Force);
}

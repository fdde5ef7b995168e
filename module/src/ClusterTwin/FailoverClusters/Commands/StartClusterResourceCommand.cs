using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// <c>Start-ClusterResource</c>: brings a resource online. One that carries a role takes the role with it.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "ClusterResource", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ClusterResource))]
public sealed class StartClusterResourceCommand : ResourceStateCmdlet
{
    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter ChooseBestNode { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreAffinityRule { get; set; }

    internal override string Doing => "bringing the resource online";

    private protected override string Operation => "startResource";
}

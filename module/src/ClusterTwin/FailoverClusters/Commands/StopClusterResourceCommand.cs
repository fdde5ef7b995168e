using System.Management.Automation;
using System.Text.Json;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// <c>Stop-ClusterResource</c>: takes a resource offline. One that carries a role takes the role with it.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "ClusterResource", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ClusterResource))]
public sealed class StopClusterResourceCommand : ClusterObjectCmdlet
{
    /// <summary>The resource.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(ResourceNames))]
    public string? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreLocked { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    /// <summary>How long to wait, in seconds; 0 does not wait.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public int Wait { get; set; }

    internal override string Doing => "taking the resource offline";

    internal override void AnswerOnObject()
    {
        string? name = Input switch
        {
            ClusterResource resource => resource.Name,
            ClusterSharedVolume volume => volume.Name,
            { } other => other.ToString(),
            null => Name,
        };
        if (string.IsNullOrEmpty(name))
        {
            WriteError(ClusterErrors.Argument("No cluster resource was specified.", null, "Name the resource."));
            return;
        }

        Attempt(name!, () =>
        {
            JsonElement answer = Context.Call("stopResource", WithWait(Wait, ("resource", name)));
            WriteObject(new ClusterResource(Context, ResourceView.Read(answer)));
        });
    }
}

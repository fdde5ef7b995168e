using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Completion;
using ClusterTwin.Views;
using Microsoft.FailoverClusters.PowerShell;

namespace ClusterTwin;

/// <summary>What the stand-ins share that bring a resource online or take it offline.</summary>
public abstract class ResourceStateCmdlet : ClusterObjectCmdlet
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

    /// <summary>The twin's call.</summary>
    private protected abstract string Operation { get; }

    internal sealed override void AnswerOnObject()
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
            JsonElement answer = Context.Call(Operation, WithWait(Wait, ("resource", name)));
            WriteObject(new ClusterResource(Context, ResourceView.Read(answer)));
        });
    }
}

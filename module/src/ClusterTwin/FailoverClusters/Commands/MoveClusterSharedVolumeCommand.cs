using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Move-ClusterSharedVolume</c>: moves the coordination of a shared volume.</summary>
[Cmdlet(VerbsCommon.Move, "ClusterSharedVolume", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterSharedVolume))]
public sealed class MoveClusterSharedVolumeCommand : ClusterObjectCmdlet
{
    /// <summary>The volume.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(SharedVolumeNames))]
    public string? Name { get; set; }

    /// <summary>Where it goes; the best possible node where none is named.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string? Node { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public int Wait { get; set; }

    internal override string Doing => "moving shared volume";

    internal override void AnswerOnObject()
    {
        string? volume = (Input as ClusterSharedVolume)?.Name ?? Name;
        if (Input is { } other and not ClusterSharedVolume)
        {
            RefuseInput(other);
        }
        else if (string.IsNullOrEmpty(volume))
        {
            WriteError(ClusterErrors.Argument("No shared volume was specified.", null, "Name the volume."));
        }
        else
        {
            Attempt(volume!, () => WriteObject(
                TwinContext
                    .ReadList(
                        Context.Call("moveSharedVolume", ("volume", volume), ("node", Node)), SharedVolumeView.Read)
                    .Select(view => new ClusterSharedVolume(Context, view)),
                true));
        }
    }
}

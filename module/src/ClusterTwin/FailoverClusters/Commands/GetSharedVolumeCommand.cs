using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterSharedVolume</c>: cluster shared volumes.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterSharedVolume", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterSharedVolume))]
public sealed class GetSharedVolumeCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(SharedVolumeNames))]
    public StringCollection? Name { get; set; }

    internal override string Doing => "opening shared volume";

    internal override void AnswerOnObject()
    {
        List<SharedVolumeView> volumes = Context.ReadSharedVolumes();
        switch (Input)
        {
            case ClusterNode node:
                volumes = [.. volumes.Where(view => NamePattern.Same(view.Owner, node.Name))];
                break;
            case ClusterSharedVolume volume:
                volumes = [.. volumes.Where(view => NamePattern.Same(view.Name, volume.Name))];
                break;
            case { } other:
                RefuseInput(other);
                return;
            default:
                break;
        }

        WriteNamed(Name, volumes, view => view.Name, view => new ClusterSharedVolume(Context, view));
    }
}

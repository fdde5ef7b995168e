using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterSharedVolumeState</c>: how each node reaches each shared volume.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterSharedVolumeState")]
[OutputType(typeof(ClusterSharedVolumeStateInfo))]
public sealed class GetClusterSharedVolumeStateCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Node { get; set; }

    /// <summary>The names of the volumes; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(SharedVolumeNames))]
    public StringCollection? Name { get; set; }

    internal override string Doing => "opening shared volume";

    internal override void AnswerOnObject()
    {
        List<SharedVolumeView> volumes = Context.ReadSharedVolumes();
        List<NodeView> nodes = Context.ReadNodes();
        switch (Input)
        {
            case ClusterNode node:
                nodes = [.. nodes.Where(view => NamePattern.Same(view.Name, node.Name))];
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

        if (Node is { Count: > 0 })
        {
            nodes = [.. NamePattern.Texts(Node).SelectMany(name => NamePattern.Select(nodes, name, view => view.Name))];
        }

        var found = new List<SharedVolumeView>();
        foreach (string name in Name is null ? ["*"] : NamePattern.Texts(Name))
        {
            List<SharedVolumeView> some = NamePattern.Select(volumes, name, view => view.Name);
            if (some.Count == 0 && !NamePattern.IsPattern(name))
            {
                WriteError(ClusterErrors.NotFound(CmdletName, Doing, name, NotFoundDetail, NotFoundCode));
            }

            found.AddRange(some);
        }

        foreach (SharedVolumeView volume in found)
        {
            WriteObject(nodes.Select(node => new ClusterSharedVolumeStateInfo(volume, node)), true);
        }
    }
}

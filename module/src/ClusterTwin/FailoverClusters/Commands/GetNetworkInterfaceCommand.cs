using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterNetworkInterface</c>: network interfaces of nodes.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterNetworkInterface", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNetworkInterface))]
public sealed class GetNetworkInterfaceCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NetworkInterfaceNames))]
    public StringCollection? Name { get; set; }

    /// <summary>The names of the nodes.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Node { get; set; }

    /// <summary>The names of the networks.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ArgumentCompleter(typeof(NetworkNames))]
    public StringCollection? Network { get; set; }

    internal override string Doing => "opening network interface";

    internal override uint NotFoundCode => 5047;

    internal override string NotFoundDetail => "The cluster network interface is not found.";

    private static bool Chosen(StringCollection? names, string name) =>
        names is null || NamePattern.Texts(names).Any(one => NamePattern.Select([name], one, text => text).Count > 0);

    internal override void AnswerOnObject()
    {
        IEnumerable<NetworkInterfaceView> all = Context.ReadNetworkInterfaces();
        switch (Input)
        {
            case ClusterNode node:
                all = all.Where(view => NamePattern.Same(view.Node, node.Name));
                break;
            case ClusterNetwork network:
                all = all.Where(view => NamePattern.Same(view.Network, network.Name));
                break;
            case { } other:
                RefuseInput(other);
                return;
            default:
                break;
        }

        NetworkInterfaceView[] chosen =
            [.. all.Where(view => Chosen(Node, view.Node) && Chosen(Network, view.Network))];
        WriteNamed(Name, chosen, view => view.Name, view => new ClusterNetworkInterface(Context, view));
    }
}

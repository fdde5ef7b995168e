using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterNetwork</c>: cluster networks.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterNetwork", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNetwork))]
public sealed class GetNetworkCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NetworkNames))]
    public StringCollection? Name { get; set; }

    internal override string Doing => "opening network";

    internal override uint NotFoundCode => 5045;

    internal override string NotFoundDetail => "The cluster network is not found.";

    internal override void AnswerOnObject()
    {
        if (Input is { } other)
        {
            RefuseInput(other);
            return;
        }

        WriteNamed(Name, Context.ReadNetworks(), view => view.Name, view => new ClusterNetwork(Context, view));
    }
}

using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Update-ClusterFunctionalLevel</c>: raises the functional level; nothing lowers it again.</summary>
[Cmdlet(VerbsData.Update, "ClusterFunctionalLevel", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.Cluster))]
public sealed class UpdateClusterFunctionalLevelCommand : ClusterObjectCmdlet
{
    /// <summary>Asks nothing.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks only, and changes nothing.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter WhatIf { get; set; }

    internal override string Doing => "updating the functional level of";

    private bool _yesToAll;
    private bool _noToAll;

    internal override void AnswerOnObject()
    {
        if (Input is { } other)
        {
            RefuseInput(other);
            return;
        }

        string cluster = Context.Twin.ClusterName;
        string caption = $"Updating the Functional level for cluster {cluster}.";
        const string Question = "Warning: You cannot undo this operation. Do you want to continue?";
        if (!WhatIf && !Force && !ShouldContinue(Question, caption, ref _yesToAll, ref _noToAll))
        {
            return;
        }

        Attempt(cluster, () =>
        {
            Context.Call("updateFunctionalLevel", ("whatIf", WhatIf.IsPresent));
            WriteObject(Context.Cluster);
        });
    }
}

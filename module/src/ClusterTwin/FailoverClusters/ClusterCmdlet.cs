using System.Management.Automation;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>What the stand-ins of FailoverClusters share: the cluster they reach, and their errors.</summary>
public abstract class ClusterCmdlet : TwinCmdlet
{
    /// <summary>What the cmdlet does, as its error messages say it: "An error occurred [doing] 'object'".</summary>
    internal abstract string Doing { get; }

    /// <summary>The cluster that the caller names; none for the one at hand.</summary>
    internal virtual string? NamedCluster => null;

    internal sealed override void Execute()
    {
        if (Reaches(NamedCluster))
        {
            Answer();
        }
    }

    /// <summary>Answers, once the cluster is known to be the twin's.</summary>
    internal abstract void Answer();

    internal override ErrorRecord RecordOf(NativeException error, string subject) =>
        ClusterErrors.Record(error, CmdletName, Doing, subject);

    /// <summary>Whether a name leads to the twin's cluster: its own, in DNS form too, or a node.</summary>
    internal bool Reaches(string? cluster)
    {
        if (Context.Leads(cluster))
        {
            return true;
        }

        WriteError(ClusterErrors.Unreachable(cluster!, Context.Twin.ClusterName));
        return false;
    }
}

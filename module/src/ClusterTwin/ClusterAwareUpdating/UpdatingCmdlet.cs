using System.Management.Automation;
using ClusterTwin.Views;
using Microsoft.ClusterAwareUpdating;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>What the stand-ins of ClusterAwareUpdating share: their cluster, and their errors.</summary>
public abstract class UpdatingCmdlet : TwinCmdlet
{
    /// <summary>The cluster that the caller names; none for the one at hand.</summary>
    internal abstract string? NamedCluster { get; }

    internal sealed override void Execute()
    {
        if (Context.Leads(NamedCluster))
        {
            Answer(UpdatingView.Read(Context.Call("updating")));
            return;
        }

        WriteError(TwinErrors.Record(
            new ClusterUpdateException($"The cluster '{NamedCluster}' can't be reached."),
            "ClusterNotReachable",
            ErrorCategory.ConnectionError,
            NamedCluster,
            $"This session has entered the twin of cluster {Context.Twin.ClusterName}, and reaches no other."));
    }

    /// <summary>Answers with what the twin says of updating.</summary>
    internal abstract void Answer(UpdatingView updating);

    internal override ErrorRecord RecordOf(NativeException error, string subject)
    {
        if (TwinErrors.IsOwn(error.Report))
        {
            return TwinErrors.OwnRecord(error);
        }

        var exception = new ClusterUpdateException(TwinErrors.Sentence(error.Report.Message), error);
        return TwinErrors.Record(
            exception, "ClusterUpdateException", ErrorCategory.NotSpecified, subject, error.Report.Remedy);
    }

    /// <summary>Whether the clustered role exists; says so where it does not.</summary>
    internal bool RequireRole(UpdatingView updating)
    {
        if (updating.Present)
        {
            return true;
        }

        string cluster = Context.Twin.ClusterName;
        WriteError(TwinErrors.Record(
            new ClusterUpdateException($"The CAU clustered role is not configured on cluster \"{cluster}\"."),
            "ClusterRoleNotFound",
            ErrorCategory.ObjectNotFound,
            cluster,
            "A cluster without the role is updated by remote updating alone; nothing has to be disabled."));
        return false;
    }

    /// <summary>Enables or disables the clustered role, once it is agreed to.</summary>
    internal void SetRole(UpdatingView updating, bool enabled, bool force)
    {
        string cluster = Context.Twin.ClusterName;
        string verb = enabled ? "enable" : "disable";
        if (!RequireRole(updating) || !ShouldProcess(cluster))
        {
            return;
        }

        string question = $"This will {verb} the CAU clustered role on cluster \"{cluster}\".";
        if (force || ShouldContinue(question, "Are you sure?"))
        {
            Context.Call("setUpdatingRole", ("enabled", enabled));
        }
    }
}

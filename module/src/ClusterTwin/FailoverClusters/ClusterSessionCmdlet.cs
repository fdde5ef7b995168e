using ClusterTwin.Cim;

namespace ClusterTwin;

/// <summary>A stand-in of FailoverClusters that takes CIM sessions instead of the name of a cluster.</summary>
public abstract class ClusterSessionCmdlet : ClusterCmdlet
{
    /// <summary>The sessions that the caller names.</summary>
    internal abstract IEnumerable<TwinCimSession> Sessions { get; }

    internal sealed override void Answer()
    {
        if (Sessions.All(session => Reaches(session.ComputerName)))
        {
            AnswerInCluster();
        }
    }

    /// <summary>Answers, once the sessions are known to lead to the twin's cluster.</summary>
    internal abstract void AnswerInCluster();
}

using System.Management.Automation;
using ClusterTwin.Cim;

namespace ClusterTwin;

/// <summary>A stand-in of FailoverClusters that takes CIM sessions instead of the name of a cluster.</summary>
public abstract class ClusterSessionCmdlet : ClusterCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int ThrottleLimit { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal sealed override void Answer()
    {
        if ((CimSession ?? []).All(session => Reaches(session.ComputerName)))
        {
            AnswerInCluster();
        }
    }

    /// <summary>Answers, once the sessions are known to lead to the twin's cluster.</summary>
    internal abstract void AnswerInCluster();
}

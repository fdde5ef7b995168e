using System.Management.Automation.Runspaces;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>
/// The two seams and the clock of the session: a twin's where one is entered, else those of the real cluster.
/// </summary>
internal sealed class ClusterAccess : IDisposable
{
    private ClusterAccess(Twin? twin, ClusterCommands commands, INodeSource nodes, IRunClock clock)
    {
        Twin = twin;
        Commands = commands;
        Nodes = nodes;
        Clock = clock;
    }

    /// <summary>The twin that is entered; null on a real cluster.</summary>
    internal Twin? Twin { get; }

    /// <summary>The first seam.</summary>
    internal ClusterCommands Commands { get; }

    /// <summary>The second seam.</summary>
    internal INodeSource Nodes { get; private set; }

    /// <summary>The clock of the cluster.</summary>
    internal IRunClock Clock { get; }

    /// <param name="replacements">Machines that take the place of a node, by the node's name; real clusters
    /// only.</param>
    /// <param name="warn">Where warnings of cmdlets go, and what the administrator has to do.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    /// <param name="confirm">Asks whether something is so; without it nothing is.</param>
    /// <param name="joining">Machines that are to join beside the nodes; real clusters only.</param>
    internal static ClusterAccess Open(
        IReadOnlyDictionary<string, string> replacements,
        Action<string> warn,
        CancellationToken stopping,
        Func<string, string, bool>? confirm = null,
        IReadOnlyList<string>? joining = null)
    {
        Runspace? runspace = Runspace.DefaultRunspace;
        Twin? twin = runspace is null ? null : TwinScope.Current(runspace.InstanceId);
        ClusterCommands commands = new(twin, warn, stopping);
        return twin is null
            ? new ClusterAccess(
                null,
                commands,
                new RemoteNodeSource(commands, replacements, joining ?? [], warn, confirm ?? ((_, _) => false)),
                new WallClock())
            : new ClusterAccess(twin, commands, new TwinNodeSource(twin), new TwinClock(twin));
    }

    /// <summary>Reaches a cluster by its name; null leaves it to the cmdlets, which look for the one of this machine.
    /// </summary>
    internal ClusterAccess At(string? cluster)
    {
        Commands.Cluster = cluster;
        return this;
    }

    /// <summary>Lets a script block of the administrator install machines.</summary>
    internal void InstallWith(System.Management.Automation.ScriptBlock install, Action<string> warn) =>
        Nodes = new ScriptedNodeSource(Nodes, install, isRehearsal: Twin is not null, warn);

    public void Dispose() => Commands.Dispose();
}

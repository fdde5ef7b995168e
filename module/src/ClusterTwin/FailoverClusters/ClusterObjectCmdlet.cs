using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Views;
using Microsoft.FailoverClusters.PowerShell;

namespace ClusterTwin;

/// <summary>A stand-in of FailoverClusters that takes an object from the pipeline or the name of a cluster.</summary>
public abstract class ClusterObjectCmdlet : ClusterCmdlet
{
    /// <summary>The object to work on, or the cluster to look in.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The name of the cluster.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ValidateNotNullOrEmpty]
    public string? Cluster { get; set; }

    internal sealed override string? NamedCluster => Cluster;

    /// <summary>The object of the pipeline, where it is one; a cluster counts as none.</summary>
    internal object? Input =>
        InputObject?.BaseObject is { } input and not Microsoft.FailoverClusters.PowerShell.Cluster ? input : null;

    internal sealed override void Answer()
    {
        if (InputObject?.BaseObject is ClusterObject input && !ReferenceEquals(input.Context, Context))
        {
            WriteError(ClusterErrors.Argument(
                $"The object '{input}' belongs to another cluster twin.",
                input,
                "Read the object again in the session that works on it."));
            return;
        }

        AnswerOnObject();
    }

    /// <summary>Answers, once the object of the pipeline is known to belong to this twin.</summary>
    internal abstract void AnswerOnObject();

    /// <summary>The names of the nodes to work on; empty where the input does not fit, which is reported.</summary>
    internal IReadOnlyList<string> NodeNames(StringCollection? names)
    {
        switch (Input)
        {
            case ClusterNode node:
                return [node.Name];
            case { } other:
                RefuseInput(other);
                return [];
            case null when names is { Count: > 0 }:
                return [.. NamePattern.Texts(names)];
            case null when Context.LocalNode is { } local:
                return [local];
            default:
                RefuseNotModelled("the local node (a session is on no node of the twin, so that a node must be named)");
                return [];
        }
    }

    /// <summary>The name of the role to work on; none where there is none, which is reported.</summary>
    internal string? GroupName(string? name)
    {
        switch (Input)
        {
            case ClusterGroup group:
                return group.Name;
            case Microsoft.HyperV.PowerShell.VirtualMachine machine:
                return GroupOfVirtualMachine(machine.Id);
            case ClusterResource resource:
                return resource.OwnerGroup.Name;
            case { } other:
                RefuseInput(other);
                return null;
            case null when name is { Length: > 0 }:
                return name;
            default:
                WriteError(ClusterErrors.Argument("No cluster group was specified.", null, "Name the role."));
                return null;
        }
    }

    /// <summary>The name of the role that a VM is; none where it is no role, which is reported.</summary>
    internal string? GroupOfVirtualMachine(Guid id)
    {
        GroupView? found = Context.ReadGroups().Find(group => IsOfMachine(group, id));
        if (found is null)
        {
            const string Detail = "The group could not be found.";
            WriteError(ClusterErrors.NotFound(CmdletName, Doing, id.ToString(), Detail, 5013));
        }

        return found?.Name;
    }

    /// <summary>Whether a role is the VM of this id.</summary>
    internal static bool IsOfMachine(GroupView group, Guid id) =>
        Guid.TryParse(group.VirtualMachineId, out Guid machine) && machine == id;

    /// <summary>Emits the nodes of an answer.</summary>
    internal void WriteNodes(JsonElement answer) =>
        WriteObject(TwinContext.ReadList(answer, NodeView.Read).Select(view => new ClusterNode(Context, view)), true);

    /// <summary>Emits the roles of an answer.</summary>
    internal void WriteGroups(JsonElement answer) =>
        WriteObject(TwinContext.ReadList(answer, GroupView.Read).Select(view => new ClusterGroup(Context, view)), true);

    /// <summary>
    /// Emits those of the given names, and says of each that is missing that it is; all where none is named.
    /// Patterns match, but a name that exists as it is written wins.
    /// </summary>
    internal void WriteNamed<TView>(
        StringCollection? names, IReadOnlyList<TView> all, Func<TView, string> nameOf, Func<TView, object> toObject)
    {
        if (names is null)
        {
            WriteObject(all.Select(toObject), true);
            return;
        }

        foreach (string name in NamePattern.Texts(names))
        {
            List<TView> found = NamePattern.Select(all, name, nameOf);
            if (found.Count == 0 && !NamePattern.IsPattern(name))
            {
                WriteError(ClusterErrors.NotFound(CmdletName, Doing, name, NotFoundDetail, NotFoundCode));
            }

            WriteObject(found.Select(toObject), true);
        }
    }

    /// <summary>The Windows error of a name that does not exist, for the objects that the cmdlet lists.</summary>
    internal virtual uint NotFoundCode => 5007;

    /// <summary>The text of <see cref="NotFoundCode"/>.</summary>
    internal virtual string NotFoundDetail => "The cluster resource could not be found.";

    /// <summary>
    /// Moves the clock until a node has left a state or the time that was given is over; does nothing where no time
    /// was given.
    /// </summary>
    internal NodeView WaitForNode(NodeView node, int seconds, Func<NodeView, bool> isThere)
    {
        if (seconds < 0)
        {
            ThrowTerminatingError(ClusterErrors.Argument(
                "The waiting time is negative.", seconds, "Give seconds: 0 does not wait."));
        }

        for (int waited = 0; waited < seconds && !isThere(node) && !Stopping; waited++)
        {
            Context.Call("step", ("seconds", 1));
            node = Context.ReadNode(node.Name);
        }

        return node;
    }

    /// <summary>Refuses an object of the pipeline that the cmdlet has no use for.</summary>
    internal void RefuseInput(object input) => WriteError(ClusterErrors.Argument(
        $"The input object '{input}' can't be used by {CmdletName}.",
        input,
        "Pass a cluster object of the kind that the cmdlet works on."));

    /// <summary>A waiting time in seconds as the twin takes it; negative ones are refused.</summary>
    internal (string Name, object? Value)[] WithWait(int wait, params (string Name, object? Value)[] arguments)
    {
        if (!IsBound("Wait"))
        {
            return arguments;
        }

        if (wait < 0)
        {
            ThrowTerminatingError(ClusterErrors.Argument(
                "The waiting time is negative.", wait, "Give seconds: 0 does not wait."));
        }

        return [.. arguments, ("waitSeconds", wait)];
    }
}

using System.Collections;

namespace ClusterTwin.Completion;

/// <summary>Completes names of VMs: those of the host that was named, else of every node.</summary>
public sealed class VirtualMachineNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public VirtualMachineNames()
        : base("virtualMachines")
    {
    }

    private protected override string[] Names(TwinContext context, IDictionary bound)
    {
        string[] hosts = bound.Contains("ComputerName")
            ? [.. Machines.GuardedCall.Texts(bound["ComputerName"])]
            : [.. context.ReadNodes().Select(node => node.Name)];
        return [.. hosts.SelectMany(host => Ask(context, ("host", NamePattern.ShortName(host))))];
    }
}

using System.ComponentModel;
using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Views;
using Microsoft.HyperV.PowerShell;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>What the stand-ins of Hyper-V share: the hosts that they ask, and the form of their errors.</summary>
public abstract class HyperVCmdlet : TwinCmdlet
{
    internal override ErrorRecord RecordOf(NativeException error, string subject)
    {
        if (TwinErrors.IsOwn(error.Report))
        {
            return TwinErrors.OwnRecord(error);
        }

        (string id, ErrorCategory category) = error.Report.Id switch
        {
            "NodeNotFound" or "UnknownNode" => ("ObjectNotFound", ErrorCategory.ObjectNotFound),
            "RoleNotFound" => ("InvalidParameter", ErrorCategory.InvalidArgument),
            _ => ("OperationFailed", ErrorCategory.NotSpecified),
        };
        string detail = TwinErrors.Sentence(error.Report.Message);
        Win32Exception? inner = error.Report.Win32 is { } code ? new Win32Exception((int)code, detail) : null;
        var exception = new VirtualizationException($"Hyper-V failed on '{subject}'. {detail}", inner);
        return TwinErrors.Record(exception, id, category, subject, error.Report.Remedy);
    }

    /// <summary>The hosts that a call names; a session of a twin runs on none of them.</summary>
    internal IEnumerable<string> Hosts(string[]? computerNames, TwinCimSession[]? sessions)
    {
        string[] named = [.. computerNames ?? [], .. (sessions ?? []).Select(session => session.ComputerName)];
        if (Context.LocalNode is { } local)
        {
            named = named.Length == 0 ? [local] : [.. named.Select(name => name is "." or "localhost" ? local : name)];
        }
        else if (named.Length == 0 || named.Any(name => name is "." or "localhost"))
        {
            RefuseNotModelled("the local host (a session is on none, so that -ComputerName must be given)");
        }

        return named.Select(NamePattern.ShortName);
    }

    /// <summary>A host with Hyper-V; says where it has none.</summary>
    internal void OnHost(string host, Action<HostView> part) => Attempt(host, () =>
    {
        HostView view = HostView.Read(Context.Call("host", ("host", host)));
        if (view.HyperV)
        {
            part(view);
            return;
        }

        string message = $"Hyper-V is not installed on computer '{view.Name}'.";
        WriteError(TwinErrors.Record(
            new VirtualizationException(message),
            "ObjectNotFound",
            ErrorCategory.ObjectNotFound,
            view.Name,
            "Install the Hyper-V role there."));
    });

    /// <summary>The VMs of these names on these hosts; says of each name that no host has it.</summary>
    internal IEnumerable<VirtualMachine> Machines(string[]? names, string[]? computerNames, TwinCimSession[]? sessions)
    {
        var all = new List<VirtualMachineView>();
        foreach (string host in Hosts(computerNames, sessions))
        {
            Attempt(host, () => all.AddRange(Context.ReadVirtualMachines(host)));
        }

        var found = new List<VirtualMachineView>();
        foreach (string name in names ?? ["*"])
        {
            List<VirtualMachineView> some = NamePattern.Select(all, name, view => view.Name);
            if (some.Count == 0 && !NamePattern.IsPattern(name))
            {
                WriteNotFound($"name \"{name}\"", name);
            }

            found.AddRange(some.Where(view => !found.Contains(view)));
        }

        return found.Select(view => new VirtualMachine(Context, view));
    }

    /// <summary>The VMs that a call names or passes.</summary>
    internal IEnumerable<VirtualMachine> Machines(
        VirtualMachine[]? machines, string[]? names, string[]? computerNames, TwinCimSession[]? sessions) =>
        machines ?? Machines(names, computerNames, sessions);

    /// <summary>Says that there is no such VM.</summary>
    internal void WriteNotFound(string what, object target) => WriteError(TwinErrors.Record(
        new VirtualizationException($"Hyper-V was unable to find a virtual machine with {what}."),
        "InvalidParameter",
        ErrorCategory.InvalidArgument,
        target,
        "Check the name and the host: a clustered VM is found on the node that owns its role."));

    /// <summary>Makes a call for a VM on its host, and emits the VM where that is asked for.</summary>
    internal void CallFor(
        VirtualMachine machine, bool emit, string operation, params (string Name, object? Value)[] more) =>
        Attempt(machine.Name, () =>
        {
            Context.Call(operation, [("name", machine.Name), ("host", machine.ComputerName), .. more]);
            if (emit)
            {
                WriteObject(machine);
            }
        });
}

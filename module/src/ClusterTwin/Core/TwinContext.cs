using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ClusterTwin.Views;
using Microsoft.FailoverClusters.PowerShell;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>What the stand-ins know of one twin: how to ask it, and how often it was read for nothing.</summary>
internal sealed class TwinContext
{
    /// <summary>Reads of one object that are free: a list may be shown and filtered without moving the clock.</summary>
    private const int FreeReadsOfOneObject = 100;

    /// <summary>Counted reads without a call or a change after which the clock moves by one second.</summary>
    private const int ReadsBeforeStep = 10_000;

    // Lives as long as the twin that it belongs to, and holds nothing else alive.
    private static readonly ConditionalWeakTable<Twin, TwinContext> Known = new();

    private readonly Dictionary<string, HostTable> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private int _countedReads;

    private TwinContext(Twin twin)
    {
        Twin = twin;
        Cluster = new Cluster(this);
    }

    /// <summary>The twin itself.</summary>
    public Twin Twin { get; }

    /// <summary>The one cluster object of this twin.</summary>
    public Cluster Cluster { get; }

    /// <summary>
    /// The machine that a script sent to it runs on; none for a session, which is on no machine of the twin.
    /// </summary>
    public string? LocalNode { get; set; }

    /// <summary>Grows with every change of the twin's state.</summary>
    public ulong Revision
    {
        get
        {
            Twin.FollowWallClock();
            return Twin.Handle.Revision;
        }
    }

    /// <summary>The context of the twin that the present runspace has entered, where it has.</summary>
    public static TwinContext? Current()
    {
        Runspace? runspace = Runspace.DefaultRunspace;
        Twin? twin = runspace is null ? null : TwinScope.Current(runspace.InstanceId);
        return twin is null ? null : Known.GetValue(twin, static key => new TwinContext(key));
    }

    /// <summary>Makes a call; throws <see cref="NativeException"/> with the twin's report.</summary>
    public JsonElement Call(string operation, params (string Name, object? Value)[] arguments)
    {
        _countedReads = 0;
        return Twin.Call(operation, arguments);
    }

    /// <summary>Asks beside the story: it costs no time and meets no fault.</summary>
    public TAnswer Aside<TAnswer>(Func<TAnswer> ask)
    {
        Twin.Call("aside", ("on", true));
        try
        {
            return ask();
        }
        finally
        {
            Twin.Call("aside", ("on", false));
        }
    }

    /// <summary>
    /// Counts a read of a property. A script that polls a property and never calls a cmdlet would otherwise wait for
    /// ever, because virtual time moves only with calls.
    /// </summary>
    public void CountRead(ref int readsOfObject)
    {
        if (readsOfObject < FreeReadsOfOneObject)
        {
            readsOfObject++;
            return;
        }

        if (++_countedReads >= ReadsBeforeStep)
        {
            Call("step", ("seconds", 1));
        }
    }

    /// <summary>The cluster.</summary>
    public ClusterView ReadCluster() => ClusterView.Read(Call("cluster"));

    /// <summary>All nodes, in the twin's order.</summary>
    public List<NodeView> ReadNodes() => ReadList(Call("nodes"), NodeView.Read);

    /// <summary>One node; <c>NodeNotFound</c> where there is none of that name.</summary>
    public NodeView ReadNode(string name) => ReadList(Call("nodes", ("names", new[] { name })), NodeView.Read)[0];

    /// <summary>All roles, or those of one owner.</summary>
    public List<GroupView> ReadGroups(string? owner = null) =>
        ReadList(owner is null ? Call("groups") : Call("groups", ("owner", owner)), GroupView.Read);

    /// <summary>One role; <c>RoleNotFound</c> where there is none of that name.</summary>
    public GroupView ReadGroup(string name) => ReadList(Call("groups", ("names", new[] { name })), GroupView.Read)[0];

    /// <summary>All resources, or those of one role.</summary>
    public List<ResourceView> ReadResources(string? group = null) =>
        ReadList(group is null ? Call("resources") : Call("resources", ("group", group)), ResourceView.Read);

    /// <summary>All cluster networks.</summary>
    public List<NetworkView> ReadNetworks() => ReadList(Call("networks"), NetworkView.Read);

    /// <summary>The names of all resource types.</summary>
    public string[] ReadResourceTypes() =>
        Call("resourceTypes").EnumerateArray().Select(name => name.GetString() ?? string.Empty).ToArray();

    /// <summary>All network interfaces.</summary>
    public List<NetworkInterfaceView> ReadNetworkInterfaces() =>
        ReadList(Call("networkInterfaces"), NetworkInterfaceView.Read);

    /// <summary>All cluster shared volumes.</summary>
    public List<SharedVolumeView> ReadSharedVolumes() => ReadList(Call("sharedVolumes"), SharedVolumeView.Read);

    /// <summary>The VMs of one host, clustered and not.</summary>
    public List<VirtualMachineView> ReadVirtualMachines(string host) =>
        ReadList(Call("virtualMachines", ("host", host)), VirtualMachineView.Read);

    /// <summary>A VM on a host; none where it is not there. Hosts are read once for all their VMs.</summary>
    public VirtualMachineView? FindVirtualMachine(string host, string id)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(host, out HostTable? table) || table.Revision != Revision)
            {
                var machines = new Dictionary<string, VirtualMachineView>(StringComparer.OrdinalIgnoreCase);
                foreach (VirtualMachineView machine in ReadVirtualMachines(host))
                {
                    machines[machine.Id] = machine;
                }

                table = new HostTable(Revision, machines);
                _hosts[host] = table;
            }

            return table.Machines.TryGetValue(id, out VirtualMachineView? found) ? found : null;
        }
    }

    /// <summary>A list of views, whether the answer is a list or one view.</summary>
    public static List<TView> ReadList<TView>(JsonElement answer, Func<JsonElement, TView> read)
    {
        if (answer.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return [];
        }

        if (answer.ValueKind != JsonValueKind.Array)
        {
            return [read(answer)];
        }

        var list = new List<TView>(answer.GetArrayLength());
        foreach (JsonElement element in answer.EnumerateArray())
        {
            list.Add(read(element));
        }

        return list;
    }

    /// <summary>
    /// Whether a computer's name leads to the twin: that of its cluster, in DNS form too, or of one of its nodes.
    /// </summary>
    public bool Leads(string? computer)
    {
        if (computer is null || computer.Length == 0 || computer == ".")
        {
            return true;
        }

        string shortName = NamePattern.ShortName(computer);
        return NamePattern.Same(shortName, Twin.ClusterName)
            || ReadNodes().Exists(node => NamePattern.Same(node.Name, shortName));
    }

    /// <summary>
    /// Whether a name is that of the cluster or of any machine that the twin knows, member or not.
    /// </summary>
    public bool Holds(string computer)
    {
        if (computer.Length == 0 || computer == ".")
        {
            return false;
        }

        try
        {
            return Leads(computer) || Call("machineFacts", ("machine", NamePattern.ShortName(computer))).ValueKind
                == JsonValueKind.Object;
        }
        catch (NativeException error) when (error.Report.Id == "NodeNotFound")
        {
            return false;
        }
        catch (NativeException)
        {
            // A cluster whose service is stopped names its machines all the same; whatever else fails is no permit.
            return true;
        }
    }

    /// <summary>The VMs of a host at one revision.</summary>
    private sealed record HostTable(ulong Revision, Dictionary<string, VirtualMachineView> Machines);
}

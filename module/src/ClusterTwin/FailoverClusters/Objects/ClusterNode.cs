using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A node of a cluster. Reading a property sees the present.</summary>
public sealed class ClusterNode : ClusterObject
{
    private readonly Live<NodeView> _live;
    private readonly string _name;

    internal ClusterNode(TwinContext context, NodeView view)
        : this(context, view.Name, view)
    {
    }

    internal ClusterNode(TwinContext context, string name)
        : this(context, name, null)
    {
    }

    private ClusterNode(TwinContext context, string name, NodeView? view)
        : base(context)
    {
        _name = name;
        _live = new Live<NodeView>(context, view, (twin, _) => twin.ReadNode(name));
    }

    /// <summary>BuildNumber.</summary>
    public uint BuildNumber => _live.Now.BuildNumber;

    /// <summary>Cluster.</summary>
    public Cluster Cluster => Context.Cluster;

    /// <summary>CSDVersion.</summary>
    public string CSDVersion => string.Empty;

    /// <summary>Description.</summary>
    public string Description
    {
        get => string.Empty;
        set => Write(nameof(Description), value);
    }

    /// <summary>DrainStatus.</summary>
    public ClusterNodeDrainStatus DrainStatus => (ClusterNodeDrainStatus)_live.Now.DrainStatus;

    /// <summary>DrainTarget: the id of a node, 4294967295 where there is none.</summary>
    public uint DrainTarget => _live.Now.DrainTarget;

    /// <summary>DrainErrorCode.</summary>
    public uint DrainErrorCode => _live.Now.DrainErrorCode;

    /// <summary>FailbackStatus.</summary>
    public ClusterNodeFailbackStatus FailbackStatus => (ClusterNodeFailbackStatus)_live.Now.FailbackStatus;

    /// <summary>DynamicWeight.</summary>
    public uint DynamicWeight => _live.Now.DynamicWeight;

    /// <summary>Id: a text, from "1".</summary>
    public string Id => _live.Now.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>MajorVersion.</summary>
    public uint MajorVersion => _live.Now.MajorVersion;

    /// <summary>MinorVersion.</summary>
    public uint MinorVersion => _live.Now.MinorVersion;

    /// <summary>Name.</summary>
    public string Name => _name;

    /// <summary>NeedsPreventQuorum.</summary>
    public uint NeedsPreventQuorum => 0;

    /// <summary>NodeHighestVersion.</summary>
    public uint NodeHighestVersion => _live.Now.NodeHighestVersion;

    /// <summary>NodeInstanceID: the id of the node, as a GUID.</summary>
    public string NodeInstanceID => $"00000000-0000-0000-0000-{_live.Now.Id:x12}";

    /// <summary>NodeLowestVersion.</summary>
    public uint NodeLowestVersion => _live.Now.NodeLowestVersion;

    /// <summary>NodeName.</summary>
    public string NodeName => _name;

    /// <summary>NodeWeight: 1 where the node has a vote.</summary>
    public uint NodeWeight
    {
        get => _live.Now.NodeWeight;
        set => Write(nameof(NodeWeight), value);
    }

    /// <summary>FaultDomain: the fault domains above the node with their types, outermost first.</summary>
    public object? FaultDomain => new[]
        {
            _live.Now.Site is { } site ? $"Site:{site}" : null,
            _live.Now.FaultDomain is { } rack ? $"Rack:{rack}" : null,
        }
        .OfType<string>().ToArray();

    /// <summary>Model.</summary>
    public string Model => string.Empty;

    /// <summary>Manufacturer.</summary>
    public string Manufacturer => string.Empty;

    /// <summary>SerialNumber.</summary>
    public string SerialNumber => string.Empty;

    /// <summary>State.</summary>
    public ClusterNodeState State => (ClusterNodeState)(int)_live.Now.State;

    /// <summary>StatusInformation.</summary>
    public ClusterNodeStatusInformation StatusInformation =>
        (ClusterNodeStatusInformation)unchecked((int)_live.Now.StatusInformation);

    /// <summary>Type.</summary>
    public NodeType Type => NodeType.Node;

    /// <summary>UniqueID.</summary>
    public string UniqueID => string.Empty;

    /// <summary>DetectedCloudPlatform.</summary>
    public NodeCloudType DetectedCloudPlatform => NodeCloudType.None;

    /// <summary>HyperthreadingEnabled.</summary>
    public uint HyperthreadingEnabled => 0;

    private protected override string ObjectName => _name;

    private void Write(string name, object? value) => WriteProperty("setNodeProperty", name, value, ("node", _name));
}

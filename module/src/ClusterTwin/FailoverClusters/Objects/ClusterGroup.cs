using System.Collections;
using System.Collections.Specialized;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A role. Reading a property sees the present; setting one changes the cluster.</summary>
public sealed class ClusterGroup : ClusterObject
{
    /// <summary>What the API shows for a number that was never set.</summary>
    private const uint NotSet = 4294967295;

    private readonly Live<GroupView> _live;
    private readonly string _name;

    internal ClusterGroup(TwinContext context, GroupView view)
        : this(context, view.Name, view)
    {
    }

    internal ClusterGroup(TwinContext context, string name)
        : this(context, name, null)
    {
    }

    private ClusterGroup(TwinContext context, string name, GroupView? view)
        : base(context)
    {
        _name = name;
        _live = new Live<GroupView>(context, view, (twin, _) => twin.ReadGroup(name));
    }

    /// <summary>AntiAffinityClassNames: a collection of texts; set it with a text or a collection.</summary>
    public object? AntiAffinityClassNames
    {
        get
        {
            var names = new StringCollection();
            names.AddRange(_live.Now.AntiAffinityClassNames);
            return names;
        }

        set => Write(nameof(AntiAffinityClassNames), Names(value));
    }

    /// <summary>AutoFailbackType: 1 where the role fails back by itself.</summary>
    public uint AutoFailbackType
    {
        get => _live.Now.AutoFailbackType;
        set => Write(nameof(AutoFailbackType), value);
    }

    /// <summary>ColdStartSetting.</summary>
    public uint ColdStartSetting { get => 0; set => Write(nameof(ColdStartSetting), value); }

    /// <summary>Cluster.</summary>
    public Cluster Cluster => Context.Cluster;

    /// <summary>DefaultOwner.</summary>
    public uint DefaultOwner { get => NotSet; set => Write(nameof(DefaultOwner), value); }

    /// <summary>Description.</summary>
    public string Description { get => string.Empty; set => Write(nameof(Description), value); }

    /// <summary>GroupType.</summary>
    public GroupType GroupType => (GroupType)_live.Now.GroupType;

    /// <summary>FailoverPeriod, in hours.</summary>
    public uint FailoverPeriod { get => 6; set => Write(nameof(FailoverPeriod), value); }

    /// <summary>FailoverThreshold.</summary>
    public uint FailoverThreshold { get => NotSet; set => Write(nameof(FailoverThreshold), value); }

    /// <summary>FailbackWindowEnd.</summary>
    public uint FailbackWindowEnd { get => NotSet; set => Write(nameof(FailbackWindowEnd), value); }

    /// <summary>FailbackWindowStart.</summary>
    public uint FailbackWindowStart { get => NotSet; set => Write(nameof(FailbackWindowStart), value); }

    /// <summary>FaultDomain.</summary>
    public uint FaultDomain { get => 0; set => Write(nameof(FaultDomain), value); }

    /// <summary>IsCoreGroup.</summary>
    public bool IsCoreGroup => _live.Now.IsCoreGroup;

    /// <summary>LockedFromMoving.</summary>
    public uint LockedFromMoving
    {
        get => _live.Now.LockedFromMoving;
        set => Write(nameof(LockedFromMoving), value);
    }

    /// <summary>Name.</summary>
    public string Name { get => _name; set => Write(nameof(Name), value); }

    /// <summary>OwnerNode.</summary>
    public ClusterNode OwnerNode => new(Context, _live.Now.Owner);

    /// <summary>PersistentState: 1 where the role is to be online.</summary>
    public uint PersistentState => _live.Now.PersistentState;

    /// <summary>PlacementOptions.</summary>
    public uint PlacementOptions { get => 0; set => Write(nameof(PlacementOptions), value); }

    /// <summary>PreferredSite.</summary>
    public object? PreferredSite { get => null; set => Write(nameof(PreferredSite), value?.ToString()); }

    /// <summary>Priority: 3000 high, 2000 medium, 1000 low, 0 no automatic start.</summary>
    public uint Priority
    {
        get => _live.Now.Priority;
        set => Write(nameof(Priority), value);
    }

    /// <summary>ResiliencyPeriod.</summary>
    public uint ResiliencyPeriod { get => NotSet; set => Write(nameof(ResiliencyPeriod), value); }

    /// <summary>State.</summary>
    public ClusterGroupState State => (ClusterGroupState)(int)_live.Now.State;

    /// <summary>StatusInformation.</summary>
    public ClusterApplicationStatusInformation StatusInformation =>
        (ClusterApplicationStatusInformation)_live.Now.StatusInformation;

    /// <summary>UpdateDomain.</summary>
    public uint UpdateDomain { get => 0; set => Write(nameof(UpdateDomain), value); }

    /// <summary>Id: a GUID as a text.</summary>
    public string Id => _live.Now.Id;

    private protected override string ObjectName => _name;

    private static string[] Names(object? value)
    {
        object? plain = value is System.Management.Automation.PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null => [],
            string name => [name],
            IEnumerable names => [.. NamePattern.Texts(names)],
            _ => [plain.ToString() ?? string.Empty],
        };
    }

    private void Write(string name, object? value) => WriteProperty("setGroupProperty", name, value, ("group", _name));
}

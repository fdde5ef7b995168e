using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.HyperV.PowerShell;

/// <summary>A virtual switch of a host, as it was when it was read.</summary>
public sealed class VMSwitch : VirtualizationObject
{
    private readonly SwitchView _switch;

    internal VMSwitch(TwinContext context, string host, SwitchView view)
        : base(context, host) =>
        _switch = view;

    /// <summary>Name.</summary>
    public string Name => _switch.Name;

    /// <summary>Id.</summary>
    public Guid Id => default;

    /// <summary>Notes.</summary>
    public string Notes => string.Empty;

    /// <summary>PacketDirectEnabled.</summary>
    public bool PacketDirectEnabled => default;

    /// <summary>EmbeddedTeamingEnabled.</summary>
    public bool EmbeddedTeamingEnabled => _switch.EmbeddedTeaming;

    /// <summary>IovEnabled.</summary>
    public bool IovEnabled => default;

    /// <summary>SwitchType.</summary>
    public VMSwitchType SwitchType => _switch.Type;

    /// <summary>AllowManagementOS.</summary>
    public bool AllowManagementOS => _switch.Type != VMSwitchType.Private;

    /// <summary>NetAdapterInterfaceDescription.</summary>
    public string NetAdapterInterfaceDescription => string.Empty;

    /// <summary>NetAdapterInterfaceDescriptions.</summary>
    public string[] NetAdapterInterfaceDescriptions => [];

    /// <summary>NetAdapterInterfaceGuid.</summary>
    public Guid[] NetAdapterInterfaceGuid => [];

    /// <summary>IovSupport.</summary>
    public bool IovSupport => default;

    /// <summary>IovSupportReasons.</summary>
    public string[] IovSupportReasons => [];

    /// <summary>AvailableIPSecSA.</summary>
    public uint AvailableIPSecSA => default;

    /// <summary>NumberIPSecSAAllocated.</summary>
    public uint NumberIPSecSAAllocated => default;

    /// <summary>AvailableVMQueues.</summary>
    public uint AvailableVMQueues => default;

    /// <summary>NumberVmqAllocated.</summary>
    public uint NumberVmqAllocated => default;

    /// <summary>IovQueuePairCount.</summary>
    public uint IovQueuePairCount => default;

    /// <summary>IovQueuePairsInUse.</summary>
    public uint IovQueuePairsInUse => default;

    /// <summary>IovVirtualFunctionCount.</summary>
    public uint IovVirtualFunctionCount => default;

    /// <summary>IovVirtualFunctionsInUse.</summary>
    public uint IovVirtualFunctionsInUse => default;

    /// <summary>PacketDirectInUse.</summary>
    public bool PacketDirectInUse => default;

    /// <summary>DefaultQueueVrssEnabledRequested.</summary>
    public bool DefaultQueueVrssEnabledRequested => default;

    /// <summary>DefaultQueueVrssEnabled.</summary>
    public bool DefaultQueueVrssEnabled => default;

    /// <summary>DefaultQueueVmmqEnabledRequested.</summary>
    public bool DefaultQueueVmmqEnabledRequested => default;

    /// <summary>DefaultQueueVmmqEnabled.</summary>
    public bool DefaultQueueVmmqEnabled => default;

    /// <summary>DefaultQueueVrssMaxQueuePairsRequested.</summary>
    public uint DefaultQueueVrssMaxQueuePairsRequested => default;

    /// <summary>DefaultQueueVrssMaxQueuePairs.</summary>
    public uint DefaultQueueVrssMaxQueuePairs => default;

    /// <summary>DefaultQueueVrssMinQueuePairsRequested.</summary>
    public uint DefaultQueueVrssMinQueuePairsRequested => default;

    /// <summary>DefaultQueueVrssMinQueuePairs.</summary>
    public uint DefaultQueueVrssMinQueuePairs => default;

    /// <summary>DefaultQueueVrssExcludePrimaryProcessorRequested.</summary>
    public bool DefaultQueueVrssExcludePrimaryProcessorRequested => default;

    /// <summary>DefaultQueueVrssExcludePrimaryProcessor.</summary>
    public bool DefaultQueueVrssExcludePrimaryProcessor => default;

    /// <summary>SoftwareRscEnabled.</summary>
    public bool SoftwareRscEnabled => default;

    /// <summary>BandwidthPercentage.</summary>
    public uint BandwidthPercentage => default;

    /// <summary>DefaultFlowMinimumBandwidthAbsolute.</summary>
    public ulong DefaultFlowMinimumBandwidthAbsolute => default;

    /// <summary>DefaultFlowMinimumBandwidthWeight.</summary>
    public ulong DefaultFlowMinimumBandwidthWeight => default;

    /// <inheritdoc/>
    public override string ToString() => $"VMSwitch (Name = '{Name}')";
}

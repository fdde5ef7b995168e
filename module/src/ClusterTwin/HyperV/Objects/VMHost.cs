using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.HyperV.PowerShell;

/// <summary>A Hyper-V host, as it was when it was read.</summary>
public sealed class VMHost : VirtualizationObject
{
    private readonly HostView _host;

    internal VMHost(TwinContext context, HostView host)
        : base(context, host.Name) =>
        _host = host;

    /// <summary>LogicalProcessorCount.</summary>
    public int LogicalProcessorCount => (int)_host.LogicalProcessors;

    /// <summary>ResourceMeteringSaveInterval.</summary>
    public TimeSpan ResourceMeteringSaveInterval => default;

    /// <summary>IovSupport.</summary>
    public bool IovSupport => default;

    /// <summary>IovSupportReasons.</summary>
    public string[] IovSupportReasons => [];

    /// <summary>SupportedVmVersions.</summary>
    public IReadOnlyList<string> SupportedVmVersions => _host.SupportedVersions;

    /// <summary>EnableEnhancedSessionMode.</summary>
    public bool EnableEnhancedSessionMode => false;

    /// <summary>FibreChannelWwnn.</summary>
    public string FibreChannelWwnn => string.Empty;

    /// <summary>FibreChannelWwpnMaximum.</summary>
    public string FibreChannelWwpnMaximum => string.Empty;

    /// <summary>FibreChannelWwpnMinimum.</summary>
    public string FibreChannelWwpnMinimum => string.Empty;

    /// <summary>MacAddressMaximum.</summary>
    public string MacAddressMaximum => _host.MacAddressMaximum;

    /// <summary>MacAddressMinimum.</summary>
    public string MacAddressMinimum => _host.MacAddressMinimum;

    /// <summary>NumaSpanningEnabled.</summary>
    public bool NumaSpanningEnabled => true;

    /// <summary>VirtualHardDiskPath.</summary>
    public string VirtualHardDiskPath => _host.VirtualHardDiskPath;

    /// <summary>VirtualMachinePath.</summary>
    public string VirtualMachinePath => _host.VirtualMachinePath;

    /// <summary>FullyQualifiedDomainName.</summary>
    public string FullyQualifiedDomainName => _host.Domain;

    /// <summary>MemoryCapacity.</summary>
    public long MemoryCapacity => (long)_host.MemoryBytes;

    /// <summary>Name.</summary>
    public string Name => _host.Name;

    /// <summary>MaximumStorageMigrations.</summary>
    public uint MaximumStorageMigrations => _host.MaximumStorageMigrations;

    /// <summary>MaximumVirtualMachineMigrations.</summary>
    public uint MaximumVirtualMachineMigrations => _host.MaximumMigrations;

    /// <summary>UseAnyNetworkForMigration.</summary>
    public bool UseAnyNetworkForMigration => _host.UsesAnyNetwork;

    /// <summary>VirtualMachineMigrationAuthenticationType.</summary>
    public MigrationAuthenticationType VirtualMachineMigrationAuthenticationType => _host.Authentication;

    /// <summary>VirtualMachineMigrationEnabled.</summary>
    public bool VirtualMachineMigrationEnabled => _host.MigrationEnabled;

    /// <summary>VirtualMachineMigrationPerformanceOption.</summary>
    public VMMigrationPerformance VirtualMachineMigrationPerformanceOption => _host.Performance;

    /// <inheritdoc/>
    public override string ToString() => $"VMHost (Name = '{Name}')";
}

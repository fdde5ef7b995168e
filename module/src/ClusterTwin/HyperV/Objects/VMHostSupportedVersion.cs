using ClusterTwin;

namespace Microsoft.HyperV.PowerShell;

/// <summary>A configuration version that a host can run.</summary>
public sealed class VMHostSupportedVersion : VirtualizationObject
{
    private readonly string _version;
    private readonly bool _isDefault;

    internal VMHostSupportedVersion(TwinContext context, string host, string version, bool isDefault)
        : base(context, host)
    {
        _version = version;
        _isDefault = isDefault;
    }

    /// <summary>Name.</summary>
    public string Name => SupportedVersionNames.Of(_version);

    /// <summary>Version.</summary>
    public Version Version => Version.Parse(_version);

    /// <summary>IsDefault.</summary>
    public bool IsDefault => _isDefault;
}

using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace ClusterTwin.Storage;

/// <summary><c>Get-StorageScaleUnit</c>: the nodes of Storage Spaces Direct.</summary>
[Cmdlet(VerbsCommon.Get, "StorageScaleUnit")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_StorageScaleUnit")]
public sealed class GetStorageScaleUnitCommand : StorageCmdlet
{
    /// <summary>The friendly names; patterns match.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? FriendlyName { get; set; }

    /// <summary>The computers.</summary>
    [Parameter]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    internal override IEnumerable<TwinCimSession> Sessions => CimSession ?? [];

    internal override void Answer()
    {
        Write(Named(ReadScaleUnits(), FriendlyName, "MSFT_StorageScaleUnit", unit => unit.FriendlyName));
    }
}

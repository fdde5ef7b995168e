using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary><c>Update-StoragePool</c>: raises the version of storage pools; nothing lowers it again.</summary>
[Cmdlet(
    VerbsData.Update,
    "StoragePool",
    DefaultParameterSetName = "ByFriendlyName",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_StoragePool")]
public sealed class UpdateStoragePoolCommand : StorageCmdlet
{
    /// <summary>The friendly names; patterns match.</summary>
    [Parameter(
        ParameterSetName = "ByFriendlyName", Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[]? FriendlyName { get; set; }

    /// <summary>The computers.</summary>
    [Parameter]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int ThrottleLimit { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Emits the pool.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [NotModelled]
    public string[]? UniqueId { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByName", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [NotModelled]
    public string[]? Name { get; set; }

    /// <summary>The object.</summary>
    [Parameter(ParameterSetName = "InputObject (cdxml)", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StoragePool")]
    public TwinInstance[]? InputObject { get; set; }

    internal override IEnumerable<TwinCimSession> Sessions => CimSession ?? [];

    private void Update(string pool)
    {
        List<PoolView> updated =
            TwinContext.ReadList(Context.Call("updateStoragePool", ("pool", pool)), PoolView.Read);
        if (PassThru)
        {
            Write(updated.Select(view => new StoragePoolInstance(Context, view)));
        }
    }

    internal override void Answer()
    {
        List<StoragePoolInstance> all =
            Read("storagePools", PoolView.Read, view => new StoragePoolInstance(Context, view));
        string[]? names = InputObject is null
            ? FriendlyName
            : [.. InputObject.OfType<StoragePoolInstance>().Select(pool => pool.FriendlyName)];
        foreach (StoragePoolInstance pool in Named(all, names, "MSFT_StoragePool", one => one.FriendlyName))
        {
            if (ShouldProcess(pool.FriendlyName))
            {
                Attempt(pool.FriendlyName, () => Update(pool.FriendlyName));
            }
        }
    }
}

using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
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
public sealed class UpdateStoragePoolCommand : StorageSessionCmdlet
{
    /// <summary>The friendly names; patterns match.</summary>
    [Parameter(
        ParameterSetName = "ByFriendlyName", Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PoolNames))]
    public string[]? FriendlyName { get; set; }

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

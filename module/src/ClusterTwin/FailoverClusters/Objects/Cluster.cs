using System.Runtime.CompilerServices;
using System.Text.Json;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A cluster. Reading a property sees the present; setting one changes the cluster.</summary>
public sealed partial class Cluster : ClusterObject
{
    private readonly Live<ClusterView> _live;

    internal Cluster(TwinContext context)
        : base(context) =>
        _live = new Live<ClusterView>(context, null, static (twin, _) => twin.ReadCluster());

    /// <summary>Name.</summary>
    public string Name
    {
        get => Context.Twin.ClusterName;
        set => Write(value);
    }

    /// <summary>The private properties, as Get-ClusterParameter lists them.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Parameters => Context.Call("parameters").Fields();

    private protected override string ObjectName => Context.Twin.ClusterName;

    /// <summary>Reads the cluster now, as a cmdlet does.</summary>
    internal void Refresh() => _live.Known = Context.ReadCluster();

    // The properties below ask by their own names.
    private uint Number([CallerMemberName] string name = "") =>
        Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetUInt32() : 0;

    private ulong LongNumber([CallerMemberName] string name = "") =>
        Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetUInt64() : 0;

    private string Text([CallerMemberName] string name = "") =>
        Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? string.Empty : string.Empty;

    private object? Value([CallerMemberName] string name = "") =>
        Find(name) is { } value ? ClusterParameter.ToValue(value) : null;

    private JsonElement? Find(string name) =>
        _live.Now.Properties.TryGetValue(name, out JsonElement value) ? value : null;

    private void Write(object? value, [CallerMemberName] string name = "") =>
        WriteProperty("setClusterProperty", name, ToWire(value));

    /// <summary>Enumerations travel as their numbers.</summary>
    private static object? ToWire(object? value) => value is Enum number ? Convert.ToUInt64(number) : value;
}

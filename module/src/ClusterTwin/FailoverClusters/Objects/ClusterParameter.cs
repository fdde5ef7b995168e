using System.Collections.Specialized;
using System.Text.Json;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A private property of a cluster object.</summary>
public sealed class ClusterParameter
{
    internal ClusterParameter(ClusterObject owner, string name, JsonElement value)
    {
        ClusterObject = owner;
        Name = name;
        Value = ToValue(value);
    }

    /// <summary>ClusterObject: what the property belongs to.</summary>
    public ClusterObject ClusterObject { get; }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>IsReadOnly.</summary>
    public bool IsReadOnly => false;

    /// <summary>ParameterType.</summary>
    public ClusterParameterType ParameterType => Value switch
    {
        uint => ClusterParameterType.UInt32,
        ulong => ClusterParameterType.UInt64,
        long => ClusterParameterType.Int64,
        string => ClusterParameterType.String,
        StringCollection => ClusterParameterType.StringCollection,
        _ => ClusterParameterType.Unknown,
    };

    /// <summary>Value.</summary>
    public object? Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A value of the twin's document as the cluster holds it.</summary>
    internal static object? ToValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString();
            case JsonValueKind.True:
                return 1u;
            case JsonValueKind.False:
                return 0u;
            case JsonValueKind.Number when value.TryGetUInt32(out uint number):
                return number;
            case JsonValueKind.Number when value.TryGetUInt64(out ulong number):
                return number;
            case JsonValueKind.Number:
                return value.GetInt64();
            case JsonValueKind.Array:
                var texts = new StringCollection();
                foreach (JsonElement element in value.EnumerateArray())
                {
                    texts.Add(element.ToString());
                }

                return texts;
            default:
                return null;
        }
    }
}

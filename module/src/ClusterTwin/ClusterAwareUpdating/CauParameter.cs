namespace Microsoft.ClusterAwareUpdating;

/// <summary>A setting of the CAU clustered role.</summary>
public sealed class CauParameter
{
    internal CauParameter(string name, object? value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Value.</summary>
    public object? Value { get; }
}

using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// An object of a cluster: shown, compared and sorted by its name, so that <c>"$node"</c> is the name and
/// <c>$group.OwnerNode -eq 'n1'</c> is true.
/// </summary>
public abstract class ClusterObject : IComparable
{
    private protected ClusterObject(TwinContext context) => Context = context;

    /// <summary>The twin that the object lives in.</summary>
    internal TwinContext Context { get; }

    /// <summary>The name by which the object is shown and compared.</summary>
    private protected abstract string ObjectName { get; }

    /// <inheritdoc/>
    public override string ToString() => ObjectName;

    /// <summary>Whether the other is the same object, or the name of this one.</summary>
    public override bool Equals(object? obj) => obj switch
    {
        string name => NamePattern.Same(name, ObjectName),
        ClusterObject other => other.GetType() == GetType()
            && ReferenceEquals(other.Context, Context)
            && NamePattern.Same(other.ObjectName, ObjectName),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ObjectName);

    /// <summary>Orders by name.</summary>
    public int CompareTo(object? obj) =>
        obj is null ? 1 : StringComparer.OrdinalIgnoreCase.Compare(ObjectName, obj.ToString());

    /// <summary>Writes a property to the cluster; a refusal is thrown as the cmdlets would report it.</summary>
    private protected void WriteProperty(
        string operation, string name, object? value, params (string Name, object? Value)[] target)
    {
        try
        {
            Context.Call(operation, [.. target, ("name", name), ("value", value)]);
        }
        catch (RollingUpgrade.Native.NativeException error) when (!TwinErrors.IsOwn(error.Report))
        {
            throw ClusterErrors.Exception(error.Report, $"setting {name} of", ObjectName);
        }
    }
}

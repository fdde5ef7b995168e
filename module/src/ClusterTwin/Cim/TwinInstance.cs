using System.Management.Automation;

namespace ClusterTwin.Cim;

/// <summary>
/// Stands in for <c>CimInstance</c>, which can't be made outside Windows. Like the original it is a snapshot: it does
/// not change when the cluster does.
/// </summary>
public abstract class TwinInstance
{
    private const string Cim = "Microsoft.Management.Infrastructure.CimInstance";

    private readonly string _className;

    /// <param name="className">The class with its namespace, as the original's type name spells it.</param>
    /// <param name="context">The twin that the facts are of.</param>
    private protected TwinInstance(string className, TwinContext context)
    {
        _className = className;
        Context = context;
    }

    /// <summary>The twin that the facts are of.</summary>
    internal TwinContext Context { get; }

    /// <summary>The object with the type names of the original, by which formats and parameters find it.</summary>
    internal PSObject ToPSObject()
    {
        PSObject wrapped = PSObject.AsPSObject(this);
        string typeName = $"{Cim}#{_className}";
        if (!wrapped.TypeNames.Contains(typeName))
        {
            string bare = _className.Substring(_className.LastIndexOf('/') + 1);
            wrapped.TypeNames.Insert(0, Cim);
            wrapped.TypeNames.Insert(0, $"{Cim}#{bare}");
            wrapped.TypeNames.Insert(0, typeName);
        }

        return wrapped;
    }
}

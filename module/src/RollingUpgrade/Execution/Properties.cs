using System.Globalization;
using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>
/// Reads properties of cluster objects by name: live ones, and the copies of the compatibility layer.
/// </summary>
internal static class Properties
{
    internal static object? Value(this PSObject item, string name) => item.Properties[name]?.Value;

    /// <summary>A property as text: an object such as a node is its name.</summary>
    internal static string? Text(this PSObject item, string name)
    {
        object? value = item.Value(name);
        return value is null ? null : Name(value);
    }

    /// <summary>A number, or an enumeration's number; null where the property is absent or empty.</summary>
    internal static long? Number(this PSObject item, string name)
    {
        object? value = item.Value(name);
        if (value is PSObject wrapped)
        {
            value = wrapped.BaseObject;
        }

        return value switch
        {
            null => null,
            Enum constant => Convert.ToInt64(constant, CultureInfo.InvariantCulture),
            bool flag => flag ? 1 : 0,
            string text when CopiedEnumerations.Number(item, name, text) is { } number => number,
            _ => LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out long converted)
                ? converted
                : null,
        };
    }

    internal static bool? Flag(this PSObject item, string name)
    {
        object? value = item.Value(name);
        return value is null ? null : LanguagePrimitives.IsTrue(value);
    }

    /// <summary>The elements of a list as texts; empty where the property is absent.</summary>
    internal static string[] Texts(this PSObject item, string name)
    {
        object? value = item.Value(name);
        if (value is null)
        {
            return [];
        }

        return LanguagePrimitives.GetEnumerable(value) is { } list
            ? list.Cast<object?>().Where(element => element is not null).Select(element => Name(element!)).ToArray()
            : [Name(value)];
    }

    /// <summary>The elements of a list as objects.</summary>
    internal static PSObject[] Items(this PSObject item, string name)
    {
        object? value = item.Value(name);
        if (value is null)
        {
            return [];
        }

        return LanguagePrimitives.GetEnumerable(value) is { } list
            ? list.Cast<object?>().Where(element => element is not null).Select(PSObject.AsPSObject).ToArray()
            : [PSObject.AsPSObject(value)];
    }

    /// <summary>A value without what PowerShell wraps it in.</summary>
    internal static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>An object's name where it has one, else its text; what comparing names needs, not references.</summary>
    internal static string Name(object value)
    {
        PSObject wrapped = PSObject.AsPSObject(value);
        return wrapped.BaseObject is string text
            ? text
            : wrapped.Properties["Name"]?.Value?.ToString() ?? wrapped.ToString();
    }
}

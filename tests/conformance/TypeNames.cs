using System.Text.RegularExpressions;

namespace Conformance.Tests;

/// <summary>Names of types as the tables write them, after the normalisation that docs/conformance.md tells.</summary>
internal static partial class TypeNames
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["string"] = "System.String",
        ["int"] = "System.Int32",
        ["uint"] = "System.UInt32",
        ["long"] = "System.Int64",
        ["ulong"] = "System.UInt64",
        ["bool"] = "System.Boolean",
        ["object"] = "System.Object",
        ["Hashtable"] = "System.Collections.Hashtable",
        ["guid"] = "System.Guid",
        ["StringCollection"] = "System.Collections.Specialized.StringCollection",
        ["SwitchParameter"] = "System.Management.Automation.SwitchParameter",
        ["PSObject"] = "System.Management.Automation.PSObject",
        ["PSCredential"] = "System.Management.Automation.PSCredential",
    };

    /// <summary>The name of a type of ours.</summary>
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (!type.IsGenericType)
        {
            return type.FullName switch
            {
                "ClusterTwin.Cim.TwinCimSession" => "Microsoft.Management.Infrastructure.CimSession",
                "ClusterTwin.Cim.TwinInstance" => "Microsoft.Management.Infrastructure.CimInstance",
                string name => name.Replace('+', '.'),
                null => type.Name,
            };
        }

        string definition = type.GetGenericTypeDefinition().FullName!;
        return $"{definition}[{string.Join(",", type.GetGenericArguments().Select(Of))}]";
    }

    /// <summary>Whether a type is the one of a table; a documented one is only the name that a page prints.</summary>
    public static bool Matches(string table, Type type, bool documented)
    {
        string ours = Of(type);
        return documented
            ? string.Equals(LastPart(ours), table, StringComparison.OrdinalIgnoreCase)
            : string.Equals(ours, Long(table), StringComparison.Ordinal);
    }

    private static string Long(string table)
    {
        Match nullable = Nullable().Match(table);
        if (nullable.Success)
        {
            return $"System.Nullable`1[{Long(nullable.Groups[1].Value)}]";
        }

        if (table.EndsWith("[]", StringComparison.Ordinal))
        {
            return Long(table[..^2]) + "[]";
        }

        return Short.GetValueOrDefault(table, table);
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    [GeneratedRegex("^Nullable<(.*)>$")]
    private static partial Regex Nullable();
}

using System.Collections;
using System.Management.Automation;

namespace ClusterTwin;

/// <summary>Names as cmdlets take them: exact ones first, because names may hold brackets, then as patterns.</summary>
internal static class NamePattern
{
    /// <summary>Whether two names are the same: ordinal, ignoring case.</summary>
    public static bool Same(string? left, string? right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text holds wildcard characters.</summary>
    public static bool IsPattern(string name) => WildcardPattern.ContainsWildcardCharacters(name);

    /// <summary>The items of this exact name, else those that match it as a pattern.</summary>
    public static List<TItem> Select<TItem>(IReadOnlyList<TItem> items, string name, Func<TItem, string> nameOf)
    {
        List<TItem> exact = [.. items.Where(item => Same(nameOf(item), name))];
        if (exact.Count > 0 || !IsPattern(name))
        {
            return exact;
        }

        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. items.Where(item => pattern.IsMatch(nameOf(item)))];
    }

    /// <summary>The texts of a parameter that holds names.</summary>
    public static IEnumerable<string> Texts(IEnumerable? names) =>
        names is null ? [] : names.Cast<object?>().Select(name => name?.ToString() ?? string.Empty);

    /// <summary>The short name of a computer: what stands before the first dot.</summary>
    public static string ShortName(string computer)
    {
        int dot = computer.IndexOf('.');
        return dot > 0 ? computer.Substring(0, dot) : computer;
    }
}

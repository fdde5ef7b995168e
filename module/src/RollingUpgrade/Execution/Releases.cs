namespace RollingUpgrade.Execution;

/// <summary>The releases of Windows Server by the number of their first build.</summary>
/// <remarks>
/// learn.microsoft.com: Cluster operating system rolling upgrade; Windows Server release information.
/// </remarks>
internal static class Releases
{
    private static readonly (string Name, int Build)[] Known =
        [("2012R2", 9600), ("2016", 14393), ("2019", 17763), ("2022", 20348), ("2025", 26100)];

    /// <summary>The releases that a cluster can be upgraded to, oldest first.</summary>
    internal static IEnumerable<string> Targets => Known.Skip(1).Select(release => release.Name);

    /// <summary>The release that a build number belongs to.</summary>
    internal static string OfBuild(int build) =>
        Known.LastOrDefault(release => build >= release.Build).Name ?? "older";

    /// <summary>
    /// A release as a user writes it: <c>2016</c>, <c>2012 R2</c>, <c>Windows Server 2019</c>; null where it is none.
    /// </summary>
    internal static string? Parse(string text)
    {
        string wanted =
            text.Replace("Windows", string.Empty).Replace("Server", string.Empty).Replace(" ", string.Empty);
        return Known.Select(release => release.Name)
            .FirstOrDefault(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }
}

namespace Conformance.Tests;

/// <summary>Where the module lies that is tested: what <c>cargo xtask stage</c> made.</summary>
internal static class StagedModule
{
    public static readonly string[] StandIns = ["FailoverClusters", "Hyper-V", "Storage", "ClusterAwareUpdating"];

    /// <summary>The checkout.</summary>
    public static string Checkout { get; } = FindCheckout();

    /// <summary>The staged module; another one where the environment names it.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("ROLLING_UPGRADE_STAGED_MODULE") is { Length: > 0 } other
            ? other
            : Path.Combine(Checkout, "target", "module", "RollingUpgrade");

    /// <summary>The manifest of a stand-in module.</summary>
    public static string Manifest(string standIn) =>
        Path.Combine(Folder, "twin", "modules", standIn, standIn + ".psd1");

    /// <summary>The manifest of what guards paths, which a session has on Windows only.</summary>
    public static string PathsManifest { get; } =
        Path.Combine(Folder, "twin", "paths", "ClusterTwin.Paths", "ClusterTwin.Paths.psd1");

    /// <summary>The inventory of a scenario.</summary>
    public static string Scenario(string name) => Path.Combine(Checkout, "tests", "scenarios", name, "cluster.json");

    private static string FindCheckout()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RollingUpgrade.slnx")))
        {
            folder = folder.Parent;
        }

        // Builds may put their output outside the checkout; the tests are then run in it.
        return folder?.FullName ?? Environment.GetEnvironmentVariable("ROLLING_UPGRADE_CHECKOUT")
            ?? Directory.GetCurrentDirectory();
    }
}

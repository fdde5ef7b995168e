using System.Text;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>What importing brings into a session, and what it must not.</summary>
public sealed class ImportTests
{
    private static readonly string[] Names = ["Suspend-ClusterNode", "Get-ClusterNode", "Get-VM", "Get-CauRun"];

    [Fact]
    public void The_exports_are_those_of_the_manifest()
    {
        using ModuleSession session = new();
        string[] exported = session.Texts("(Get-Module RollingUpgrade).ExportedCommands.Keys");
        string[] listed = session.Texts(
            "param($Path) (Test-ModuleManifest -Path $Path).ExportedCmdlets.Keys",
            Path.Combine(StagedModule.Folder, "RollingUpgrade.psd1"));
        Assert.Equal(listed.Order(), exported.Order());
        Assert.Equal(28, exported.Length);
        string[] bare = session.Texts("Get-Command -Module RollingUpgrade | ForEach-Object Name");
        Assert.Equal(exported.Order(), bare.Order());
    }

    [Fact]
    public void Every_verb_is_approved_and_nothing_warns()
    {
        using ModuleSession session = new(import: false);
        session.Succeed("param($Path) Import-Module -Name $Path -ErrorAction Stop", StagedModule.Folder);
        Assert.Empty(session.Warnings);
    }

    [Fact]
    public void Importing_brings_in_no_name_of_Microsofts()
    {
        string? before = Environment.GetEnvironmentVariable("PSModulePath");
        try
        {
            Environment.SetEnvironmentVariable("PSModulePath", Path.GetDirectoryName(StagedModule.Folder));
            using ModuleSession session = new();
            string[] available = session.Texts("Get-Module -ListAvailable | ForEach-Object Name");
            Assert.Equal(["RollingUpgrade"], available);
            foreach (string name in Names)
            {
                // With the command's name alone the engine would look through every module on the path.
                Assert.Empty(session.Run("param($Name) Get-Command $Name -ErrorAction Ignore", name));
                session.Run("param($Name) & $Name", name);
                Assert.Equal("CommandNotFoundException", Assert.Single(session.Errors).FullyQualifiedErrorId);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", before);
        }
    }

    [Fact]
    public void The_module_leaves_the_session_as_it_was()
    {
        using ModuleSession session = new(import: false);
        string[] before = session.Texts("Get-Command | ForEach-Object Name");
        session.Succeed("param($Path) Import-Module -Name $Path; Remove-Module RollingUpgrade", StagedModule.Folder);
        Assert.Equal(before, session.Texts("Get-Command | ForEach-Object Name"));
    }

    [Fact]
    public void A_library_that_is_missing_is_named_at_import()
    {
        using ModuleSession session = new(import: false);
        string copy = CopyOfTheModule(session);
        File.Delete(Library(copy));

        (int exitCode, string output) = OtherProcess.Run($"Import-Module '{copy}' -ErrorAction Stop");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("is missing", output, StringComparison.Ordinal);
        Assert.Contains("Install the module anew", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_of_another_version_is_named_at_import()
    {
        using ModuleSession session = new(import: false);
        string copy = CopyOfTheModule(session);
        byte[] library = File.ReadAllBytes(Library(copy));
        byte[] marker = Encoding.ASCII.GetBytes("rolling-upgrade-library abi=1 version=");
        int place = library.AsSpan().IndexOf(marker);
        Assert.True(place > 0, "The library does not say its version.");
        Encoding.ASCII.GetBytes("9.8.7").CopyTo(library, place + marker.Length);
        File.WriteAllBytes(Library(copy), library);

        string script =
            $"try {{ Import-Module '{copy}' -ErrorAction Stop }} catch {{ "
            + "$_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction; throw }";
        (int exitCode, string output) = OtherProcess.Run(script);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("LibraryVersionMismatch", output, StringComparison.Ordinal);
        Assert.Contains("9.8.7", output, StringComparison.Ordinal);
        Assert.Contains("Install the module anew", output, StringComparison.Ordinal);
    }

    private static string CopyOfTheModule(ModuleSession session)
    {
        string copy = Path.Combine(session.Folder, "RollingUpgrade");
        CopyFolder(StagedModule.Folder, copy);
        return copy;
    }

    private static string Library(string folder) =>
        Directory.EnumerateFiles(folder, "rolling_upgrade.*", SearchOption.AllDirectories).Single();

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }
}

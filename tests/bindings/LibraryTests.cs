using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>The library that belongs to the assembly is loaded, and no other.</summary>
public sealed class LibraryTests
{
    private const string Marker = "rolling-upgrade-library abi=1 version=";

    [Fact]
    public void The_library_of_this_version_is_loaded()
    {
        LibraryDescription library = NativeCore.EnsureLibrary();

        string version = typeof(NativeCore).Assembly.GetName().Version!.ToString(3);
        Assert.Equal(version, library.Version.Split('-')[0]);
        Assert.Equal(1, library.Abi);
        Assert.True(File.Exists(library.Path));
        Assert.Same(library, NativeCore.EnsureLibrary());
    }

    [Theory]
    [InlineData("rolling-upgrade-library abi=1 version=0.1.0      ", "0.1.0", 1)]
    [InlineData("rolling-upgrade-library abi=7 version=2.0.0-beta1", "2.0.0-beta1", 7)]
    [InlineData("rolling-upgrade-library abi=2 version=3.0.0 more=things", "3.0.0", 2)]
    [InlineData("rolling-upgrade-library abi=two version=3.0.0", null, 0)]
    [InlineData("something else", null, 0)]
    [InlineData(null, null, 0)]
    public void The_handshake_is_understood(string? text, string? version, int abi)
    {
        Handshake? handshake = Handshake.Parse(text);

        Assert.Equal(version, handshake?.Version);
        Assert.Equal(abi, handshake?.LibraryAbi ?? 0);
    }

    [Theory]
    [InlineData("rolling-upgrade-library abi=1 version=9.8.7", "version 9.8.7 (ABI 1)")]
    [InlineData("rolling-upgrade-library abi=2 version=0.1.0", "version 0.1.0 (ABI 2)")]
    [InlineData(null, "an unknown version")]
    public void A_library_of_another_version_is_refused(string? text, string named)
    {
        ErrorReport report = Samples.Refusal(
            () => Handshake.Require(Handshake.Parse(text), "0.1.0", "/somewhere/rolling_upgrade.so"));

        Assert.Equal("LibraryVersionMismatch", report.Id);
        Assert.Equal("/somewhere/rolling_upgrade.so", report.Subject);
        Assert.Contains("version 0.1.0 (ABI 1)", report.Message, StringComparison.Ordinal);
        Assert.Contains(named, report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_library_that_says_another_version_is_refused()
    {
        string folder = CopyOfTheAssembly("mismatch");
        string relative = Path.GetRelativePath(AppContext.BaseDirectory, NativeCore.EnsureLibrary().Path);
        string library = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        WriteWithVersion(library, "9.8.7");

        (string id, string message) = LoadAndAsk(folder);

        Assert.Equal("LibraryVersionMismatch", id);
        Assert.Contains("9.8.7", message, StringComparison.Ordinal);
        Assert.Contains(NativeCore.EnsureLibrary().Version, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_is_named()
    {
        (string id, string message) = LoadAndAsk(CopyOfTheAssembly("missing"));

        Assert.Equal("LibraryNotFound", id);
        Assert.Contains("rolling_upgrade", message, StringComparison.Ordinal);
        Assert.Contains("is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named()
    {
        string folder = CopyOfTheAssembly("damaged");
        string relative = Path.GetRelativePath(AppContext.BaseDirectory, NativeCore.EnsureLibrary().Path);
        string library = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.WriteAllText(library, "this is no library");

        (string id, string message) = LoadAndAsk(folder);

        Assert.Equal("LibraryNotFound", id);
        Assert.Contains("can't be loaded", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_build_for_Windows_PowerShell_speaks_the_same_ABI()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "declared");
        Assembly assembly = new SeparateContext(folder).LoadFromAssemblyPath(
            Path.Combine(folder, "RollingUpgrade.Native.dll"));
        Assert.Contains("netstandard", assembly.ToString() + Framework(assembly), StringComparison.OrdinalIgnoreCase);
        Type core = assembly.GetType("RollingUpgrade.Native.NativeCore", throwOnError: true)!;

        using var inventory = (System.Text.Json.JsonDocument)core.GetMethod("ReadInventory")!
            .Invoke(null, [Samples.Inventory])!;
        var refusal = Assert.Throws<TargetInvocationException>(
            () => core.GetMethod("ReadInventory")!.Invoke(null, [Samples.Bytes("no inventory")]));

        string name = inventory.RootElement.GetProperty("cluster").GetProperty("name").GetString()!;
        Assert.Equal("contoso", name[..7].ToLowerInvariant());
        Assert.Equal("DocumentNotJson", Property(Property(refusal.InnerException!, "Report"), "Id"));
    }

    private static string Framework(Assembly assembly) =>
        assembly.GetCustomAttribute<System.Runtime.Versioning.TargetFrameworkAttribute>()?.FrameworkName
        ?? string.Empty;

    private static string CopyOfTheAssembly(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "copies", name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        string assembly = typeof(NativeCore).Assembly.Location;
        File.Copy(assembly, Path.Combine(folder, Path.GetFileName(assembly)));
        return folder;
    }

    private static void WriteWithVersion(string path, string version)
    {
        byte[] bytes = File.ReadAllBytes(NativeCore.EnsureLibrary().Path);
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker));
        Assert.True(at > 0, "the library does not hold its handshake");
        Encoding.ASCII.GetBytes(version.PadRight(16)).CopyTo(bytes, at + Marker.Length);
        File.WriteAllBytes(path, bytes);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            // A library whose bytes have changed is not loaded there before it is signed again.
            using Process signing = Process.Start("/usr/bin/codesign", ["--force", "--sign", "-", path]);
            signing.WaitForExit();
            Assert.Equal(0, signing.ExitCode);
        }
    }

    private static (string Id, string Message) LoadAndAsk(string folder)
    {
        Assembly assembly = new SeparateContext(folder).LoadFromAssemblyPath(
            Path.Combine(folder, "RollingUpgrade.Native.dll"));
        MethodInfo ensure = assembly.GetType("RollingUpgrade.Native.NativeCore", throwOnError: true)!
            .GetMethod(nameof(NativeCore.EnsureLibrary))!;
        Exception error = Assert.Throws<TargetInvocationException>(() => ensure.Invoke(null, null)).InnerException!;
        object report = Property(error, "Report");
        return ((string)Property(report, "Id"), (string)Property(report, "Message"));
    }

    private static object Property(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of)!;
}

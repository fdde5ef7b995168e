using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>Finds and loads the native library: beside the assembly, in the folder of the platform.</summary>
internal static class Library
{
    /// <summary>The name in the declarations.</summary>
    internal const string Name = "rolling_upgrade";

    /// <summary>Gets the file that belongs to this platform.</summary>
    internal static string Path { get; } =
        System.IO.Path.Combine(AssemblyFolder(), PlatformFolder(), Name + Extension());

    /// <summary>Loads the library, so that the declarations find it.</summary>
    internal static void Load()
    {
        if (!File.Exists(Path))
        {
            throw Failures.LibraryNotFound(Path);
        }

        try
        {
            LibraryLoader.Load(Path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw Failures.LibraryNotFound(Path, error);
        }
    }

    private static string AssemblyFolder()
    {
        // An assembly that was loaded from bytes has no place of its own.
        string location = typeof(Library).Assembly.Location;
        return location.Length == 0
            ? AppContext.BaseDirectory
            : System.IO.Path.GetDirectoryName(location) ?? AppContext.BaseDirectory;
    }

    private static string PlatformFolder()
    {
        string system = IsWindows ? "win" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return system + "-" + architecture;
    }

    private static string Extension()
    {
        return IsWindows ? ".dll" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? ".dylib" : ".so";
    }

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
}

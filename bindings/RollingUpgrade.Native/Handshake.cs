using System.Reflection;
using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>What library and assembly say of themselves, and whether they belong together.</summary>
internal sealed class Handshake
{
    /// <summary>The number of the ABI that this assembly speaks.</summary>
    internal const int Abi = 1;

    private const string Prefix = "rolling-upgrade-library ";

    private Handshake(string version, int abi)
    {
        Version = version;
        LibraryAbi = abi;
    }

    /// <summary>Gets the version of this assembly, without the build data behind a plus sign.</summary>
    internal static string AssemblyVersion { get; } =
        (typeof(Handshake).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown").Split('+')[0];

    internal string Version { get; }

    internal int LibraryAbi { get; }

    /// <summary>Asks the library, or says that it is of a version before there was anything to ask.</summary>
    /// <returns>What it said; null where it can't be asked or understood.</returns>
    internal static Handshake? Ask()
    {
        try
        {
            return Parse(Marshal.PtrToStringAnsi(rolling_handshake()));
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    internal static Handshake? Parse(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string? version = null;
        int abi = 0;
        foreach (string word in text.Substring(Prefix.Length).Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = word.Split(['='], 2);
            if (pair[0] == "version")
            {
                version = pair[pair.Length - 1];
            }
            else if (pair[0] == "abi" && !int.TryParse(pair[pair.Length - 1], out abi))
            {
                return null;
            }
        }

        return version is null ? null : new Handshake(version, abi);
    }

    /// <summary>Throws where the library is not the one of this assembly; both versions are named.</summary>
    /// <param name="library">What the library said.</param>
    /// <param name="assemblyVersion">The version of the assembly.</param>
    /// <param name="path">The file of the library.</param>
    internal static void Require(Handshake? library, string assemblyVersion, string path)
    {
        string assembly = $"version {assemblyVersion} (ABI {Abi})";
        if (library is null)
        {
            throw Failures.VersionMismatch(assembly, "an unknown version", path);
        }

        if (library.LibraryAbi != Abi || library.Version != assemblyVersion)
        {
            throw Failures.VersionMismatch(
                assembly, $"version {library.Version} (ABI {library.LibraryAbi})", path);
        }
    }

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    private static extern IntPtr rolling_handshake();
}

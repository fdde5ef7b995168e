namespace RollingUpgrade.Native;

/// <summary>The native library that this process has loaded.</summary>
public sealed class LibraryDescription
{
    internal LibraryDescription(string version, int abi, string path)
    {
        Version = version;
        Abi = abi;
        Path = path;
    }

    /// <summary>Gets the version of the library, the same as that of the assembly.</summary>
    public string Version { get; }

    /// <summary>Gets the number of the ABI.</summary>
    public int Abi { get; }

    /// <summary>Gets the file that was loaded.</summary>
    public string Path { get; }
}

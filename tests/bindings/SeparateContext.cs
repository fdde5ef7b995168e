using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>Loads a second copy of the assembly, with the library beside that copy.</summary>
internal sealed class SeparateContext(string folder) : AssemblyLoadContext(nameof(SeparateContext))
{
    protected override Assembly? Load(AssemblyName assemblyName) => null;

    /// <summary>
    /// Does for the declarations by hand what Windows does: gives them the library that lies beside them.
    /// </summary>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string beside = Path.GetRelativePath(AppContext.BaseDirectory, NativeCore.EnsureLibrary().Path);
        string path = Path.Combine(folder, beside);
        return unmanagedDllName == "rolling_upgrade" && File.Exists(path) ? NativeLibrary.Load(path) : 0;
    }
}

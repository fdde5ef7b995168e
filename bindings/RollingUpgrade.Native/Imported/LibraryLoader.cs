using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>Loads the library by its full path, once for this assembly.</summary>
internal static class LibraryLoader
{
    private static readonly object Gate = new();
    private static nint s_library;

    internal static void Load(string path)
    {
        lock (Gate)
        {
            if (s_library != 0)
            {
                return;
            }

            s_library = NativeLibrary.Load(path);
            NativeLibrary.SetDllImportResolver(
                typeof(LibraryLoader).Assembly,
                (name, _, _) => name == Library.Name ? s_library : 0);
        }
    }
}

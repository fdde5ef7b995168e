using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>Loads the library by its full path, once for this assembly.</summary>
internal static class LibraryLoader
{
    private static readonly object Gate = new();
    private static nint _library;

    internal static void Load(string path)
    {
        lock (Gate)
        {
            if (_library != 0)
            {
                return;
            }

            _library = NativeLibrary.Load(path);
            NativeLibrary.SetDllImportResolver(
                typeof(LibraryLoader).Assembly,
                (name, _, _) => name == Library.Name ? _library : 0);
        }
    }
}

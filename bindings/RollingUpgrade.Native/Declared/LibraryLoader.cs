using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>
/// Loads the library by its full path. A library of that name that is loaded already is the one which Windows gives
/// to the declarations; elsewhere the host's own search finds it beside the assembly.
/// </summary>
internal static class LibraryLoader
{
    internal static void Load(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && LoadLibraryW(path) == IntPtr.Zero)
        {
            throw new DllNotFoundException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    private static extern IntPtr LoadLibraryW(string path);
}

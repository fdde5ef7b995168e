using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>Bytes that the library reads during one call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeSlice
{
    internal IntPtr Data;
    internal ulong Length;
}

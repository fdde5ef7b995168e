using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>A text that the library allocated; it goes back by <c>interoptopus_string_destroy</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeText
{
    internal IntPtr Data;
    internal ulong Length;
    internal ulong Capacity;

    internal readonly byte[] ToBytes()
    {
        byte[] bytes = new byte[checked((int)Length)];
        Marshal.Copy(Data, bytes, 0, bytes.Length);
        return bytes;
    }
}

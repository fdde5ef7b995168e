using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>
/// The same exports as the generated declarations name, declared by hand for runtimes without their source generator.
/// A test compares the two.
/// </summary>
internal static class NativeMethods
{
    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern ulong __api_guard();

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern long interoptopus_string_destroy(NativeText utf8);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_anonymize(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_call(ulong handle, NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern void rolling_cancel(ulong ticket);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_check(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_close(ulong handle);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_compare(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_convert(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_describe(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_open(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_plan(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_plan_text(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_profile(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_read(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_rehearse(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_report(NativeSlice request);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern ulong rolling_revision(ulong handle);

    [DllImport(Library.Name, CallingConvention = CallingConvention.Cdecl)]
    internal static extern NativeResult rolling_schema(NativeSlice request);
}

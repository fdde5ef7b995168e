using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>
/// The answer of an export. The texts lie one behind the other: the envelope, or the report and the log.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    internal const uint Succeeded = 0;
    internal const uint Failed = 1;

    internal uint Variant;
    internal NativeText First;
    internal NativeText Second;
}

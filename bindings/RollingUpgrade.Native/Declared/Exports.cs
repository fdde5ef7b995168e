using System.Runtime.InteropServices;

namespace RollingUpgrade.Native;

/// <summary>The exports, called through declarations by hand. Owns every piece of native memory.</summary>
internal static class Exports
{
    private delegate NativeResult Function(NativeSlice request);

    /// <summary>Compares the hash of the exports with the one of the declarations.</summary>
    /// <returns>Whether they are the same.</returns>
    internal static bool GuardMatches()
    {
        try
        {
            return NativeMethods.__api_guard() == Generated.ApiHash.Value;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    internal static NativeAnswer Invoke(NativeFunction function, byte[] request)
    {
        return Send(request, function switch
        {
            NativeFunction.Describe => NativeMethods.rolling_describe,
            NativeFunction.Read => NativeMethods.rolling_read,
            NativeFunction.Check => NativeMethods.rolling_check,
            NativeFunction.Plan => NativeMethods.rolling_plan,
            NativeFunction.PlanText => NativeMethods.rolling_plan_text,
            NativeFunction.Rehearse => NativeMethods.rolling_rehearse,
            NativeFunction.Report => NativeMethods.rolling_report,
            NativeFunction.Profile => NativeMethods.rolling_profile,
            NativeFunction.Schema => NativeMethods.rolling_schema,
            NativeFunction.Compare => NativeMethods.rolling_compare,
            NativeFunction.Anonymize => NativeMethods.rolling_anonymize,
            NativeFunction.Convert => NativeMethods.rolling_convert,
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
        });
    }

    internal static NativeAnswer Open(byte[] request)
    {
        return Send(request, NativeMethods.rolling_open);
    }

    internal static NativeAnswer Call(ulong handle, byte[] request)
    {
        return Send(request, slice => NativeMethods.rolling_call(handle, slice));
    }

    internal static NativeAnswer Close(ulong handle)
    {
        return Take(NativeMethods.rolling_close(handle));
    }

    internal static ulong Revision(ulong handle)
    {
        return NativeMethods.rolling_revision(handle);
    }

    internal static void Cancel(ulong ticket)
    {
        NativeMethods.rolling_cancel(ticket);
    }

    private static NativeAnswer Send(byte[] request, Function function)
    {
        GCHandle pin = GCHandle.Alloc(request, GCHandleType.Pinned);
        try
        {
            return Take(function(new NativeSlice
            {
                Data = pin.AddrOfPinnedObject(),
                Length = (ulong)request.Length,
            }));
        }
        finally
        {
            pin.Free();
        }
    }

    private static NativeAnswer Take(NativeResult result)
    {
        switch (result.Variant)
        {
            case NativeResult.Succeeded:
                return NativeAnswer.Succeeded(Take(result.First));
            case NativeResult.Failed:
                byte[] report = Take(result.First);
                return NativeAnswer.Failed(report, Take(result.Second));
            default:
                throw Failures.UnknownAnswer($"variant {result.Variant}");
        }
    }

    private static byte[] Take(NativeText text)
    {
        try
        {
            return text.ToBytes();
        }
        finally
        {
            NativeMethods.interoptopus_string_destroy(text);
        }
    }
}

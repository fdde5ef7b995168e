using System.Runtime.CompilerServices;
using RollingUpgrade.Native.Generated;

namespace RollingUpgrade.Native;

/// <summary>The exports, called through the generated declarations. Owns every piece of native memory.</summary>
internal static class Exports
{
    /// <summary>Compares the hash of the exports with the one of the declarations.</summary>
    /// <returns>Whether they are the same.</returns>
    internal static bool GuardMatches()
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(Interop).TypeHandle);
            return true;
        }
        catch (TypeInitializationException)
        {
            return false;
        }
    }

    internal static NativeAnswer Invoke(NativeFunction function, byte[] request)
    {
        using SliceByteLease lease = request.Slice();
        return Take(function switch
        {
            NativeFunction.Describe => Interop.rolling_describe(lease),
            NativeFunction.Read => Interop.rolling_read(lease),
            NativeFunction.Check => Interop.rolling_check(lease),
            NativeFunction.Plan => Interop.rolling_plan(lease),
            NativeFunction.PlanText => Interop.rolling_plan_text(lease),
            NativeFunction.Rehearse => Interop.rolling_rehearse(lease),
            NativeFunction.Report => Interop.rolling_report(lease),
            NativeFunction.Profile => Interop.rolling_profile(lease),
            NativeFunction.Schema => Interop.rolling_schema(lease),
            NativeFunction.Compare => Interop.rolling_compare(lease),
            NativeFunction.Anonymize => Interop.rolling_anonymize(lease),
            NativeFunction.Convert => Interop.rolling_convert(lease),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
        });
    }

    internal static NativeAnswer Open(byte[] request)
    {
        using SliceByteLease lease = request.Slice();
        return Take(Interop.rolling_open(lease));
    }

    internal static NativeAnswer Call(ulong handle, byte[] request)
    {
        using SliceByteLease lease = request.Slice();
        return Take(Interop.rolling_call(handle, lease));
    }

    internal static NativeAnswer Close(ulong handle)
    {
        return Take(Interop.rolling_close(handle));
    }

    internal static ulong Revision(ulong handle)
    {
        return Interop.rolling_revision(handle);
    }

    internal static void Cancel(ulong ticket)
    {
        Interop.rolling_cancel(ticket);
    }

    private static NativeAnswer Take(ResultUtf8StringFault result)
    {
        using (result)
        {
            if (result.IsOk)
            {
                return NativeAnswer.Succeeded(result.AsOk().ToBytes());
            }

            if (result.IsErr)
            {
                Fault fault = result.AsErr();
                return NativeAnswer.Failed(fault.report.ToBytes(), fault.log.ToBytes());
            }

            throw Failures.UnknownAnswer(result.ToString());
        }
    }
}

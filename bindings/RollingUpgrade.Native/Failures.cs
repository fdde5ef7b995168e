namespace RollingUpgrade.Native;

/// <summary>The errors that arise on this side of the C ABI.</summary>
internal static class Failures
{
    internal static NativeException HandleInvalid(ulong handle)
    {
        return new NativeException(new ErrorReport(
            "HandleInvalid",
            "InvalidOperation",
            $"the handle {handle} is closed",
            "Open it anew.",
            handle.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    internal static NativeException TooLarge(long size, long limit)
    {
        return new NativeException(new ErrorReport(
            "DocumentTooLarge",
            "LimitsExceeded",
            $"the document has {size} bytes or more; the limit is {limit}",
            "Check that it is the right file; an inventory of 64 nodes and 8,000 VMs takes about 6 MiB."));
    }

    internal static NativeException LibraryNotFound(string path, Exception? cause = null)
    {
        return new NativeException(new ErrorReport(
            "LibraryNotFound",
            "ObjectNotFound",
            cause is null
                ? $"the native library `{path}` is missing"
                : $"the native library `{path}` can't be loaded",
            "Install the module anew, for this platform; the file belongs into the folder of the module.",
            path,
            cause is null ? null : [cause.Message]));
    }

    internal static NativeException VersionMismatch(string assembly, string library, string path)
    {
        return new NativeException(new ErrorReport(
            "LibraryVersionMismatch",
            "InvalidOperation",
            $"the module is of {assembly} and its native library of {library}",
            "Install the module anew, so that both come from one release, and start a new session.",
            path));
    }

    internal static NativeException UnknownAnswer(string? answer)
    {
        return new NativeException(new ErrorReport(
            "InternalFault",
            "NotSpecified",
            $"the native library gave an answer of an unknown kind ({answer})",
            "Report it with the request that led to it."));
    }
}

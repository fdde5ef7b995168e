namespace RollingUpgrade.Execution;

/// <summary>The zone of this machine, by its name in the IANA database.</summary>
internal static class LocalZone
{
    /// <summary>The name; null where this machine does not know it.</summary>
    internal static string? Name
    {
        get
        {
            string id = TimeZoneInfo.Local.Id;

            // Names of the database have no spaces, and those of Windows nearly always do.
            return Known(id) ?? (id.Contains(' ') ? null : id);
        }
    }

    /// <summary>The name of a zone that is named as Windows does; null where it is not, or not known.</summary>
    internal static string? Known(string windowsName)
    {
#if NET
        // Both call this one so, and the name is better known than the other that Windows' converts to.
        if (windowsName == "UTC")
        {
            return windowsName;
        }

        return TimeZoneInfo.TryConvertWindowsIdToIanaId(windowsName, out string? name) ? name : null;
#else
        // This framework has no table of both names.
        _ = windowsName;
        return null;
#endif
    }
}

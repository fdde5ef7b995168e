using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>Turns an error of a cluster cmdlet into a report, by id and number, never by its localised text.</summary>
internal static class ClusterErrors
{
    private const int FacilityWin32 = 0x0007;
    private const uint NodeNotFound = 5042;
    private const uint GroupNotFound = 5013;
    private const uint RpcServerUnavailable = 1722;
    private const uint EndpointNotRegistered = 1753;

    internal static JsonObject Report(ErrorRecord error, ClusterCommand command)
    {
        uint? code = Win32(error.Exception) ?? OfId(error.FullyQualifiedErrorId);
        (string id, string category) = Id(error, code);
        JsonObject report = new()
        {
            ["schema"] = "rolling-upgrade/error/1",
            ["id"] = id,
            ["category"] = category,
            ["message"] = Fragment(error.Exception.Message),
            ["remedy"] = error.ErrorDetails?.RecommendedAction is { Length: > 0 } advice
                ? advice
                : $"Run {command} by hand to see what the cluster says.",
        };
        if (error.TargetObject is { } target)
        {
            report["subject"] = Properties.Name(target);
        }

        if (error.Exception.InnerException is { } inner)
        {
            report["causes"] = JsonReading.ToArray([inner.Message]);
        }

        if (code is { } number)
        {
            report["win32"] = number;
        }

        return report;
    }

    /// <summary>The report of an error that has one already.</summary>
    internal static JsonObject Report(RollingUpgrade.Native.NativeException failure)
    {
        JsonObject report = new()
        {
            ["schema"] = "rolling-upgrade/error/1",
            ["id"] = "ClusterRefused",
            ["category"] = "InvalidOperation",
            ["message"] = failure.Report.Message,
            ["remedy"] = failure.Report.Remedy,
        };
        if (failure.Report.Win32 is { } number)
        {
            report["win32"] = number;
        }

        return report;
    }

    /// <summary>The system error code that an exception or one underneath carries.</summary>
    internal static uint? Win32(Exception? exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (current is Win32Exception native)
            {
                return unchecked((uint)native.NativeErrorCode);
            }

            if (OfResult(current.HResult) is { } code)
            {
                return code;
            }

            if (current is RemoteException { SerializedRemoteException: { } copy } && OfCopy(copy) is { } copied)
            {
                return copied;
            }
        }

        return null;
    }

    /// <summary>Errors of a connection that the cmdlets tell by an id of their own.</summary>
    private static uint? OfId(string id) => id.Split(',')[0] switch
    {
        "ClusterRpcConnection" => RpcServerUnavailable,
        "ClusterEndpointNotRegistered" => EndpointNotRegistered,
        _ => null,
    };

    private static uint? OfResult(long result) =>
        result < 0 && ((result >> 16) & 0x1fff) == FacilityWin32 ? (uint)(result & 0xffff) : null;

    /// <summary>
    /// What crossed the border from Windows PowerShell is a copy of the exception, with its numbers as properties.
    /// </summary>
    private static uint? OfCopy(PSObject copy)
    {
        for (PSObject? current = copy; current is not null;)
        {
            if (current.Number("NativeErrorCode") is { } native)
            {
                return unchecked((uint)native);
            }

            if (OfResult(current.Number("HResult") ?? 0) is { } code)
            {
                return code;
            }

            current = current.Value("InnerException") is { } inner ? PSObject.AsPSObject(inner) : null;
        }

        return null;
    }

    private static (string Id, string Category) Id(ErrorRecord error, uint? code) => code switch
    {
        NodeNotFound => ("NodeNotFound", "ObjectNotFound"),
        GroupNotFound => ("RoleNotFound", "ObjectNotFound"),
        _ when error.FullyQualifiedErrorId.StartsWith("TwinNotEntered", StringComparison.Ordinal) =>
            ("TwinNotEntered", "InvalidOperation"),
        _ when error.FullyQualifiedErrorId.StartsWith("TwinNotModelled", StringComparison.Ordinal) =>
            ("TwinNotModelled", "NotImplemented"),
        _ => ("ClusterRefused", "InvalidOperation"),
    };

    private static string Fragment(string message) =>
        message.Trim().TrimEnd('.').Replace("\r\n", " ").Replace('\n', ' ');
}

using System.Management.Automation;
using Microsoft.FailoverClusters.PowerShell;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>
/// Errors in the form of the FailoverClusters cmdlets: what was done to which object, then the text of Windows.
/// The generic id is the cmdlet's name with the category NotSpecified; connections have ids of their own.
/// </summary>
internal static class ClusterErrors
{
    private const uint RpcServerUnavailable = 1722;
    private const uint EndpointNotRegistered = 1753;
    private const uint GroupNotFound = 5013;
    private const uint NodeNotFound = 5042;

    /// <summary>The exception of a report.</summary>
    public static ClusterCmdletException Exception(ErrorReport report, string doing, string subject)
    {
        string detail = TwinErrors.Sentence(report.Message);
        string message = $"An error occurred {doing} '{subject}'.\n    {detail}";
        return Win32(report) is { } code
            ? new ClusterCmdletException(message, code, detail)
            : new ClusterCmdletException(message);
    }

    /// <summary>The record of a report.</summary>
    public static ErrorRecord Record(NativeException error, string cmdlet, string doing, string subject)
    {
        if (TwinErrors.IsOwn(error.Report))
        {
            return TwinErrors.OwnRecord(error);
        }

        (string id, ErrorCategory category) = Win32(error.Report) switch
        {
            RpcServerUnavailable => ("ClusterRpcConnection", ErrorCategory.ConnectionError),
            EndpointNotRegistered => ("ClusterEndpointNotRegistered", ErrorCategory.ConnectionError),
            _ => (cmdlet, ErrorCategory.NotSpecified),
        };
        ClusterCmdletException exception = Exception(error.Report, doing, subject);
        return TwinErrors.Record(exception, id, category, subject, error.Report.Remedy);
    }

    /// <summary>The record of an object that is not there.</summary>
    public static ErrorRecord NotFound(string cmdlet, string doing, string subject, string detail, uint code) =>
        TwinErrors.Record(
            new ClusterCmdletException($"An error occurred {doing} '{subject}'.\n    {detail}", code, detail),
            cmdlet,
            ErrorCategory.NotSpecified,
            subject,
            "Check the spelling; the Get cmdlet without a name lists what is there.");

    /// <summary>The record of a cluster that can't be reached: any other than the twin's.</summary>
    public static ErrorRecord Unreachable(string cluster, string twin)
    {
        const string Detail = "The RPC server is unavailable.";
        string message = $"Check the spelling of the cluster name. Otherwise, there might be a problem with your "
            + $"network. An error occurred opening cluster '{cluster}'.\n    {Detail}";
        return TwinErrors.Record(
            new ClusterCmdletException(message, RpcServerUnavailable, Detail),
            "ClusterRpcConnection",
            ErrorCategory.ConnectionError,
            cluster,
            $"This session has entered the twin of cluster {twin}, and reaches no other.");
    }

    /// <summary>The record of an argument that does not fit.</summary>
    public static ErrorRecord Argument(string message, object? target, string remedy) =>
        TwinErrors.Record(
            new ClusterCmdletException(message), "PSArgument", ErrorCategory.InvalidArgument, target, remedy);

    /// <summary>The Windows error code of a report, also of those that Windows words with one code alone.</summary>
    private static uint? Win32(ErrorReport report) => report.Win32 ?? report.Id switch
    {
        "NodeNotFound" or "UnknownNode" => NodeNotFound,
        "RoleNotFound" => GroupNotFound,
        _ => null,
    };
}

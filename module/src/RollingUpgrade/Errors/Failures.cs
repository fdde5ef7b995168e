using RollingUpgrade.Native;

namespace RollingUpgrade.Errors;

/// <summary>The errors that the module itself finds, each with the id of the core's catalogue and its remedy.</summary>
internal static class Failures
{
    internal static NativeException FileNotFound(string path) => Make(
        "FileNotFound",
        "ObjectNotFound",
        $"the file {path} does not exist",
        "Check the path; a relative one counts from the session's location.",
        path);

    internal static NativeException IsAFolder(string path) => Make(
        "FileAccessFailed",
        "ReadError",
        $"{path} is a folder",
        "Name the file in it that is meant.",
        path);

    internal static NativeException FileNotReadable(string path, Exception cause) => Make(
        "FileAccessFailed",
        "ReadError",
        $"the file {path} can't be read",
        "Check the permissions of the file and that no other program holds it.",
        path,
        cause);

    internal static NativeException FileNotWritable(string path, Exception cause) => Make(
        "FileAccessFailed",
        "ReadError",
        $"the file {path} can't be written",
        "Check that the folder exists and that you may write to it.",
        path,
        cause);

    internal static NativeException NotAFile(string path) => Make(
        "FileAccessFailed",
        "ReadError",
        $"{path} is not a path of the file system",
        "Name a file of a file system drive.",
        path);

    internal static NativeException TooLarge(string path, long size, long limit) => Make(
        "DocumentTooLarge",
        "LimitsExceeded",
        $"the file {path} has {size} bytes; the limit is {limit}",
        "Check that it is the right file; an inventory of 64 nodes and 8,000 VMs takes about 6 MiB.",
        path);

    internal static NativeException StateNotJson(string path, Exception cause) => Make(
        "TwinStateInvalid",
        "InvalidData",
        $"{path} is no saved state of a twin",
        "Give a file that Export-ClusterTwin wrote, whole.",
        path,
        cause);

    /// <summary>A node's name where a profile is wanted.</summary>
    internal static NativeException NoProfileFile(string name) => Make(
        "FileNotFound",
        "ObjectNotFound",
        $"{name} is no file with the profile of a node",
        $"Give the profile that was recorded before the node left: the file or the object of Export-ClusterNodeProfile "
        + $"{name}, or of Export-ClusterNodeProfile {name} -RunId where a run has evicted it.",
        name);

    /// <summary>What is wrong with a document, with the file that it is in.</summary>
    internal static NativeException InFile(string path, NativeException failure)
    {
        ErrorReport report = failure.Report;
        string message = $"in {System.IO.Path.GetFileName(path)}: {report.Message}";
        return new NativeException(new ErrorReport(
            report.Id,
            report.Category,
            message,
            report.Remedy,
            report.Subject,
            [$"the file is {path}", .. report.Causes],
            report.Win32,
            report.Findings));
    }

    internal static NativeException NotUtf8(string path, Exception cause) => Make(
        "DocumentNotUtf8",
        "InvalidData",
        $"the file {path} is not UTF-8",
        "Save the file as UTF-8 and try again.",
        path,
        cause);

    internal static NativeException TwinConflict(string message, string remedy, string subject) =>
        Make("TwinConflict", "InvalidOperation", message, remedy, subject);

    internal static NativeException TwinNotEntered() => Make(
        "TwinNotEntered",
        "InvalidOperation",
        "no twin is entered in this session",
        "Make one with New-ClusterTwin and enter it with Enter-ClusterTwin.",
        null);

    internal static NativeException RunNotFound(string cluster) => Make(
        "RunNotFound",
        "ObjectNotFound",
        $"the journal holds no run of {cluster} that can be resumed",
        "List the runs with Get-RollingUpgrade, or begin one with Invoke-RollingUpgrade -TargetVersion.",
        cluster);

    internal static NativeException NoProfileKept(string runId, string node) => Make(
        "ProfileUnread",
        "ObjectNotFound",
        $"the run {runId} kept no profile of {node}",
        "Get-RollingUpgrade -RunId -Detailed lists them: a run keeps the profile of a node right before it evicts it.",
        node);

    internal static NativeException NothingRuns() => Make(
        "RunNotFound",
        "ObjectNotFound",
        "no run is under way",
        "List the runs with Get-RollingUpgrade and name one with -RunId.",
        null);

    internal static NativeException SeveralRun(IEnumerable<string> runs) => Make(
        "RunNotFound",
        "ObjectNotFound",
        $"several runs are under way: {string.Join(", ", runs)}",
        "Name one of them with -RunId.",
        null);

    internal static NativeException NothingKept() => Make(
        "RunNotFound",
        "ObjectNotFound",
        "the journal holds no run",
        "Begin one with Invoke-RollingUpgrade.",
        null);

    internal static NativeException ScriptFailed(string parameter, Exception cause) => Make(
        "ClusterRefused",
        "InvalidOperation",
        $"the script block of -{parameter} failed: {cause.Message.Trim().TrimEnd('.')}",
        "Put right what it says.",
        parameter,
        cause);

    internal static NativeException RunBusy(string run) => Make(
        "RunBusy",
        "InvalidOperation",
        $"another session on this machine drives the run {run}",
        "Leave it to that session, or stop it there with Stop-RollingUpgrade and go on here.",
        run);

    internal static NativeException NothingToRaise(string name) => Make(
        "RoleNotFound",
        "ObjectNotFound",
        $"there is no virtual machine {name} whose configuration version is behind",
        "List them with Get-VM | Where-Object Version; a machine that is up to date needs nothing.",
        name);

    internal static NativeException ReasonMissing(string rules) => Make(
        "RequestInvalid",
        "InvalidArgument",
        $"{rules} can't be acknowledged without a reason",
        "Say with -Reason why it is acceptable here; it is kept in the plan and in the journal.",
        "Reason");

    internal static NativeException NoNodesOnTheWayBack() => Make(
        "RequestInvalid",
        "InvalidArgument",
        "no node joins or leaves on the way back, or while configuration versions are raised",
        "Leave out -SpareNode, -TemporaryNode and -RetiredNode.",
        "SpareNode");

    internal static NativeException RunEnded(string run) => Make(
        "RunEnded",
        "InvalidOperation",
        $"the run {run} has ended",
        "Begin a new run where there is more to do.",
        run);

    internal static NativeException SetupNotConfirmed(string machine) => Make(
        "ClusterRefused",
        "InvalidOperation",
        $"nobody confirmed that setup of {machine} can't reach shared disks",
        "Unmap the shared disks or zone them off, then resume the run and confirm it; or give -InstallNode a script "
        + "block that sees to it.",
        machine);

    internal static NativeException ClusterRefused(string command, string message, uint? code) => new(new ErrorReport(
        "ClusterRefused",
        "InvalidOperation",
        message,
        $"Run {command} by hand to see what the cluster says.",
        command,
        causes: null,
        code));

    private static NativeException Make(
        string id, string category, string message, string remedy, string? subject, Exception? cause = null) =>
        new(new ErrorReport(id, category, message, remedy, subject, cause is null ? [] : [cause.Message]));
}

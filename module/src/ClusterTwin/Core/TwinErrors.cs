using System.Management.Automation;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>Error records of the stand-ins themselves, and what all of them share.</summary>
internal static class TwinErrors
{
    /// <summary>No twin is entered: the stand-ins never forward and never guess.</summary>
    public static ErrorRecord NotEntered(string cmdlet) => Record(
        new InvalidOperationException($"{cmdlet} is answered by a cluster twin, and this session has entered none."),
        "TwinNotEntered",
        ErrorCategory.InvalidOperation,
        cmdlet,
        "Enter a twin with Enter-ClusterTwin, or remove the stand-in modules from this session.");

    /// <summary>The twin does not model what is asked for.</summary>
    public static ErrorRecord NotModelled(string cmdlet, string what) => Record(
        new NotSupportedException($"The cluster twin does not model {what} of {cmdlet}."),
        "TwinNotModelled",
        ErrorCategory.NotImplemented,
        what,
        "Call it without; docs/conformance.md lists what the twin models.");

    /// <summary>A call that means the local computer, which is none of the twin's machines.</summary>
    public static ErrorRecord NoMachineNamed(string command) => Record(
        new NotSupportedException(
            $"{command} names no machine; a session that has entered a twin is on none, and begins no process."),
        "TwinNotModelled",
        ErrorCategory.NotImplemented,
        command,
        "Name the machine that is meant, or leave the twin first; nothing was done to this computer.");

    /// <summary>This engine has no command of a name that is guarded.</summary>
    public static ErrorRecord NotFound(string command) => Record(
        new CommandNotFoundException($"The term '{command}' is not recognized as a name of a command."),
        "CommandNotFoundException",
        ErrorCategory.ObjectNotFound,
        command,
        remedy: null);

    /// <summary>A machine that the twin does not hold: nothing was sent to it.</summary>
    public static ErrorRecord MachineNotHeld(string command, string machine) => Record(
        new NotSupportedException(
            $"The cluster twin holds no machine '{machine}', and while it is entered {command} reaches no other."),
        "TwinNotModelled",
        ErrorCategory.NotImplemented,
        machine,
        "Check the name: Get-ClusterNode lists the nodes. Nothing was sent to a machine outside of the twin.");

    /// <summary>The twin does not answer a cmdlet of this name at all.</summary>
    public static ErrorRecord CommandNotModelled(string command) => Record(
        new NotSupportedException($"The cluster twin does not model {command}."),
        "TwinNotModelled",
        ErrorCategory.NotImplemented,
        command,
        "Leave it out of the rehearsal; docs/conformance.md lists what the twin models.");

    /// <summary>Makes a record with a remedy, which PowerShell shows as the recommendation.</summary>
    public static ErrorRecord Record(
        Exception exception, string id, ErrorCategory category, object? target, string? remedy)
    {
        var record = new ErrorRecord(exception, id, category, target);
        if (!string.IsNullOrEmpty(remedy))
        {
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = remedy };
        }

        return record;
    }

    /// <summary>
    /// Whether a report is about the twin itself rather than an answer of the cluster: it keeps its own id.
    /// </summary>
    public static bool IsOwn(ErrorReport report) => report.Id is not
        ("ClusterRefused" or "NodeNotFound" or "RoleNotFound" or "UnknownNode" or "FieldInvalid" or "QuantityAbsurd");

    /// <summary>Whether nothing more can be asked of this twin.</summary>
    public static bool IsFatal(ErrorReport report) => report.Id is
        "HandleInvalid" or "HandleFaulted" or "InternalFault" or "InvariantBroken" or "LibraryNotFound"
        or "LibraryVersionMismatch";

    /// <summary>The record of a report about the twin itself.</summary>
    public static ErrorRecord OwnRecord(NativeException error) => Record(
        error, error.Report.Id, Category(error.Report.Category), error.Report.Subject, error.Report.Remedy);

    /// <summary>A report's message as a sentence.</summary>
    public static string Sentence(string fragment)
    {
        if (fragment.Length == 0)
        {
            return fragment;
        }

        string sentence = char.ToUpperInvariant(fragment[0]) + fragment.Substring(1);
        return sentence.EndsWith(".", StringComparison.Ordinal) ? sentence : sentence + ".";
    }

    private static ErrorCategory Category(string name) =>
        Enum.TryParse(name, out ErrorCategory category) ? category : ErrorCategory.NotSpecified;
}

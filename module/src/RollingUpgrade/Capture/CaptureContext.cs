using System.Management.Automation;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Capture;

/// <summary>How the parts of a capture read: what must be there, and what may be missing.</summary>
internal sealed class CaptureContext
{
    private readonly ClusterCommands _commands;

    internal CaptureContext(ClusterCommands commands, INodeSource nodes, Action<string> note)
    {
        _commands = commands;
        Nodes = nodes;
        Note = note;
    }

    /// <summary>The node interface.</summary>
    internal INodeSource Nodes { get; }

    /// <summary>Says what could not be read and is therefore unknown.</summary>
    internal Action<string> Note { get; }

    /// <summary>Cmdlets that nobody answered, though an upgrade needs them: the module, and for which machine.
    /// </summary>
    internal List<(string Module, string Machine)> Unanswered { get; } = [];

    /// <summary>Reads what no inventory can be without.</summary>
    /// <exception cref="NativeException">ClusterRefused: the cmdlet failed.</exception>
    internal IReadOnlyList<PSObject> Required(ClusterCommand command)
    {
        CommandOutcome outcome = _commands.Invoke(command);
        if (outcome.Error is not { } error)
        {
            return outcome.Objects;
        }

        string id = error.FullyQualifiedErrorId.Split(',')[0];
        throw id == "TwinNotEntered"
            ? Failures.TwinNotEntered()
            : Failures.ClusterRefused(
                command.ToString(), error.Exception.Message.Trim().TrimEnd('.'), ClusterErrors.Win32(error.Exception));
    }

    /// <summary>Reads what may be unknown; null where it can't be read.</summary>
    internal IReadOnlyList<PSObject>? Optional(ClusterCommand command) => Known(command, _commands.Invoke(command));

    /// <summary>Reads from several hosts at the same time; null where one can't be read.</summary>
    internal IReadOnlyList<IReadOnlyList<PSObject>?> Optional(IReadOnlyList<ClusterCommand> commands) =>
        _commands.InvokeAll(commands).Select((outcome, index) => Known(commands[index], outcome)).ToArray();

    private IReadOnlyList<PSObject>? Known(ClusterCommand command, CommandOutcome outcome)
    {
        if (outcome.Error is null)
        {
            return outcome.Objects;
        }

        Note($"{command} could not be read: {outcome.Error.Exception.Message}");
        return null;
    }
}

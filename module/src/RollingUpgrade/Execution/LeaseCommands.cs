using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>The lease of a cluster: a private property of it, written and read through its cmdlets.</summary>
internal sealed class LeaseCommands
{
    private const string Property = "RollingUpgradeLease";
    private readonly ClusterCommands _commands;
    private readonly IRunClock _clock;

    internal LeaseCommands(ClusterCommands commands, IRunClock clock)
    {
        _commands = commands;
        _clock = clock;
    }

    /// <summary>Writes it, and waits until of two that write at the same time the last one stands.</summary>
    internal JsonObject? Write(JsonElement task)
    {
        JsonObject? error = Set(command => command.With("Value", task.Text("value")).With("Create", true));
        if (error is null)
        {
            _clock.Settle(TimeSpan.FromSeconds(task.Number("settleSeconds")));
        }

        return error;
    }

    /// <summary>Takes it away.</summary>
    internal JsonObject? Release() => Set(command => command.With("Delete", true));

    /// <summary>Reads it: an error report, or the part <c>lease</c> of an observation.</summary>
    internal (JsonObject? Error, JsonObject Lease) Read()
    {
        JsonObject lease = [];
        (JsonObject? error, PSObject? cluster) = Cluster();
        if (cluster is null)
        {
            return (error, lease);
        }

        ClusterCommand command = new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterParameter")
            .From(cluster, GetCluster());
        CommandOutcome outcome = _commands.Invoke(command);
        if (outcome.Error is not null)
        {
            return (ClusterErrors.Report(outcome.Error, command), lease);
        }

        // All are read and one is looked for: asking for one that is not there is an error.
        PSObject? property = outcome.Objects.FirstOrDefault(item =>
            string.Equals(item.Text("Name"), Property, StringComparison.OrdinalIgnoreCase));
        if (property?.Text("Value") is { Length: > 0 } value)
        {
            lease["value"] = value;
        }

        return (null, lease);
    }

    private JsonObject? Set(Func<ClusterCommand, ClusterCommand> complete)
    {
        (JsonObject? error, PSObject? cluster) = Cluster();
        if (cluster is null)
        {
            return error;
        }

        ClusterCommand command = complete(
            new ClusterCommand(ClusterCommand.FailoverClusters, "Set-ClusterParameter")
                .From(cluster, GetCluster()).With("Name", Property));
        CommandOutcome outcome = _commands.Invoke(command);
        return outcome.Error is null ? null : ClusterErrors.Report(outcome.Error, command);
    }

    private static ClusterCommand GetCluster() => new(ClusterCommand.FailoverClusters, "Get-Cluster");

    private (JsonObject? Error, PSObject? Cluster) Cluster()
    {
        ClusterCommand command = GetCluster();
        CommandOutcome outcome = _commands.Invoke(command);
        return outcome.Error is null
            ? (null, outcome.Objects.FirstOrDefault())
            : (ClusterErrors.Report(outcome.Error, command), null);
    }
}

using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>Private properties of the cluster or of a resource type, read and written through their cmdlets.</summary>
internal sealed class PrivateProperties
{
    private readonly ClusterCommands _commands;

    internal PrivateProperties(ClusterCommands commands)
    {
        _commands = commands;
    }

    /// <summary>What owns the properties of the cluster.</summary>
    internal static ClusterCommand Cluster() => new(ClusterCommand.FailoverClusters, "Get-Cluster");

    /// <summary>What owns the properties of a resource type.</summary>
    internal static ClusterCommand ResourceType(string? name)
        => new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterResourceType").With("Name", name);

    /// <summary>The value of a property; null where there is none.</summary>
    internal (JsonObject? Error, string? Value) Read(ClusterCommand owner, string? name)
    {
        (JsonObject? error, PSObject? item) = Owner(owner);
        if (item is null)
        {
            return (error, null);
        }

        ClusterCommand command = new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterParameter")
            .From(item, owner);
        CommandOutcome outcome = _commands.Invoke(command);
        if (outcome.Error is not null)
        {
            return (ClusterErrors.Report(outcome.Error, command), null);
        }

        // All are read and one is looked for: asking for one that is not there is an error.
        PSObject? property = outcome.Objects.FirstOrDefault(one =>
            string.Equals(one.Text("Name"), name, StringComparison.OrdinalIgnoreCase));
        return (null, property?.Text("Value"));
    }

    /// <summary>Sets a property, which is made where there is none.</summary>
    internal JsonObject? Write(ClusterCommand owner, string? name, object? value)
        => Set(owner, name, command => command.With("Value", value).With("Create", true));

    /// <summary>Takes a property away.</summary>
    internal JsonObject? Delete(ClusterCommand owner, string? name)
        => Set(owner, name, command => command.With("Delete", true));

    private JsonObject? Set(ClusterCommand owner, string? name, Func<ClusterCommand, ClusterCommand> complete)
    {
        (JsonObject? error, PSObject? item) = Owner(owner);
        if (item is null)
        {
            return error;
        }

        ClusterCommand command = complete(
            new ClusterCommand(ClusterCommand.FailoverClusters, "Set-ClusterParameter")
                .From(item, owner).With("Name", name));
        CommandOutcome outcome = _commands.Invoke(command);
        return outcome.Error is null ? null : ClusterErrors.Report(outcome.Error, command);
    }

    private (JsonObject? Error, PSObject? Item) Owner(ClusterCommand command)
    {
        CommandOutcome outcome = _commands.Invoke(command);
        return outcome.Error is null
            ? (null, outcome.Objects.FirstOrDefault())
            : (ClusterErrors.Report(outcome.Error, command), null);
    }
}

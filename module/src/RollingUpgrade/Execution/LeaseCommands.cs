using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>The lease of a cluster: a private property of it, written and read through its cmdlets.</summary>
internal sealed class LeaseCommands
{
    private const string Property = "RollingUpgradeLease";
    private readonly PrivateProperties _properties;
    private readonly IRunClock _clock;

    internal LeaseCommands(ClusterCommands commands, IRunClock clock)
    {
        _properties = new PrivateProperties(commands);
        _clock = clock;
    }

    /// <summary>Writes it, and waits until of two that write at the same time the last one stands.</summary>
    internal JsonObject? Write(JsonElement task)
    {
        JsonObject? error = _properties.Write(PrivateProperties.Cluster(), Property, task.Text("value"));
        if (error is null)
        {
            _clock.Settle(TimeSpan.FromSeconds(task.Number("settleSeconds")));
        }

        return error;
    }

    /// <summary>Takes it away.</summary>
    internal JsonObject? Release() => _properties.Delete(PrivateProperties.Cluster(), Property);

    /// <summary>Reads it: an error report, or the part <c>lease</c> of an observation.</summary>
    internal (JsonObject? Error, JsonObject Lease) Read()
    {
        JsonObject lease = [];
        (JsonObject? error, string? value) = _properties.Read(PrivateProperties.Cluster(), Property);
        if (value is { Length: > 0 })
        {
            lease["value"] = value;
        }

        return (error, lease);
    }
}

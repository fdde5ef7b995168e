using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade;

/// <summary>A simulated cluster.</summary>
public sealed class ClusterTwin
{
    internal ClusterTwin(Twin twin)
    {
        Twin = twin;
    }

    /// <summary>The name of the cluster.</summary>
    public string Name => Twin.ClusterName;

    /// <summary>The id of the twin, not of its cluster.</summary>
    public Guid Id => Twin.Id;

    /// <summary>Virtual time now.</summary>
    public DateTimeOffset Now => Clock.Time("now") ?? default;

    /// <summary>Virtual time since the twin was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromMilliseconds(Clock.Number("elapsedMilliseconds"));

    /// <summary>Virtual seconds for each second of the wall clock; 0 where virtual time moves by calls only.</summary>
    public uint ClockSpeed => Twin.ClockSpeed;

    /// <summary>Grows with every change of state.</summary>
    public long Revision => Clock.Number("revision");

    /// <summary>Whether a session has entered it.</summary>
    public bool IsEntered => Twin.IsEntered;

    /// <summary>Assumed behaviours that it relied on so far.</summary>
    public IReadOnlyList<TwinAssumption> Assumptions =>
        Twin.Call("account").Items("assumptions").Select(assumption => new TwinAssumption(assumption)).ToArray();

    /// <summary>What it can say nothing about, such as drivers and firmware.</summary>
    public IReadOnlyList<string> OutOfScope => Twin.Call("account").Texts("outOfScope");

    internal Twin Twin { get; }

    private JsonElement Clock => Twin.Call("clock");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Native;

/// <summary>One simulated cluster.</summary>
public sealed class Twin : IDisposable
{
    private readonly object _gate = new();
    private readonly Stopwatch _wall = Stopwatch.StartNew();
    private long _followedSeconds;

    /// <summary>Initializes a new instance of the <see cref="Twin"/> class.</summary>
    /// <param name="clusterName">The name of its cluster.</param>
    /// <param name="handle">Its handle, of which the twin disposes.</param>
    /// <param name="clockSpeed">Virtual seconds for each second of the wall clock; 0 does not follow it.</param>
    public Twin(string clusterName, NativeHandle handle, uint clockSpeed = 0)
    {
        ClusterName = clusterName;
        Handle = handle;
        ClockSpeed = clockSpeed;
    }

    /// <summary>
    /// Gets how many virtual seconds pass in a second of the wall clock; 0 where virtual time moves by calls only.
    /// </summary>
    public uint ClockSpeed { get; }

    /// <summary>Gets the id of the twin, which is not that of its cluster.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Gets the name of its cluster.</summary>
    public string ClusterName { get; }

    /// <summary>Gets its handle.</summary>
    public NativeHandle Handle { get; }

    /// <summary>Gets a value indicating whether some runspace has entered it.</summary>
    public bool IsEntered => TwinScope.IsEntered(this);

    /// <summary>Makes a twin of an inventory.</summary>
    /// <param name="utf8Inventory">The bytes of the inventory.</param>
    /// <param name="simulation">The simulation document, where there is one.</param>
    /// <param name="seed">The seed of everything that chance decides.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <param name="clockSpeed">Virtual seconds for each second of the wall clock; 0 does not follow it.</param>
    /// <returns>The twin, which the caller disposes of.</returns>
    public static Twin Create(
        byte[] utf8Inventory,
        JsonNode? simulation = null,
        ulong seed = 0,
        INativeLog? log = null,
        uint clockSpeed = 0)
    {
        using JsonDocument inventory = NativeCore.ReadInventory(utf8Inventory);
        JsonObject request = new()
        {
            ["kind"] = "twin",
            ["inventory"] = JsonObject.Create(inventory.RootElement),
            ["seed"] = seed,
        };
        if (simulation is not null)
        {
            request["simulation"] = simulation.DeepClone();
        }

        NativeHandle handle = NativeCore.Open(request, log);
        string name = inventory.RootElement.GetProperty("cluster").GetProperty("name").GetString() ?? string.Empty;
        return new Twin(name, handle, clockSpeed);
    }

    /// <summary>Makes a twin of a state that was saved.</summary>
    /// <param name="state">The state, a document <c>rolling-upgrade/twin-state/1</c>.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The twin, which the caller disposes of.</returns>
    public static Twin Load(JsonNode state, INativeLog? log = null)
    {
        JsonObject request = new() { ["kind"] = "twin", ["state"] = state.DeepClone() };
        NativeHandle handle = NativeCore.Open(request, log);
        // The library has looked at the document: it is an object with the name of its cluster.
        string name = state["cluster"]?.GetValue<string>() ?? string.Empty;
        return new Twin(name, handle);
    }

    /// <summary>Asks or does something.</summary>
    /// <param name="operation">The operation, such as <c>suspendNode</c>.</param>
    /// <param name="arguments">Its fields; those whose value is null are left out.</param>
    /// <returns>The view that the operation answers.</returns>
    public JsonElement Call(string operation, params (string Name, object? Value)[] arguments)
    {
        return Call(null, operation, arguments);
    }

    /// <summary>Asks or does something.</summary>
    /// <param name="log">Where the log of the call goes.</param>
    /// <param name="operation">The operation, such as <c>suspendNode</c>.</param>
    /// <param name="arguments">Its fields; those whose value is null are left out.</param>
    /// <returns>The view that the operation answers.</returns>
    public JsonElement Call(INativeLog? log, string operation, params (string Name, object? Value)[] arguments)
    {
        FollowWallClock();
        JsonObject request = new() { ["operation"] = operation };
        foreach ((string name, object? value) in arguments)
        {
            if (value is not null)
            {
                request[name] = ToNode(value);
            }
        }

        using JsonDocument result = Handle.Call(request, log);
        return result.RootElement.Clone();
    }

    /// <summary>Lets as much virtual time pass as the wall clock asks for; nothing where it is not followed.</summary>
    public void FollowWallClock()
    {
        if (ClockSpeed == 0 || Handle.IsClosed)
        {
            return;
        }

        long due;
        lock (_gate)
        {
            long passed = (long)(_wall.Elapsed.TotalSeconds * ClockSpeed);
            due = passed - _followedSeconds;
            _followedSeconds = passed;
        }

        if (due > 0)
        {
            JsonObject step = new() { ["operation"] = "step", ["seconds"] = due };
            Handle.Call(step).Dispose();
        }
    }

    /// <summary>Closes the twin.</summary>
    public void Dispose()
    {
        Handle.Dispose();
    }

    private static JsonNode? ToNode(object value)
    {
        return value switch
        {
            JsonNode node => node.DeepClone(),
            JsonElement element => JsonValue.Create(element),
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            Enum number => JsonValue.Create(Convert.ToInt64(number, CultureInfo.InvariantCulture)),
            ulong number => JsonValue.Create(number),
            byte or sbyte or short or ushort or int or uint or long =>
                JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            IEnumerable list => new JsonArray([.. list.Cast<object>().Select(ToNode)]),
            _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        };
    }
}

using System.Text.Json;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>What the node interface answers of a machine.</summary>
internal sealed class MachineView
{
    private MachineView(string name, bool isReachable, JsonElement? facts)
    {
        Name = name;
        IsReachable = isReachable;
        Facts = facts;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it answers.</summary>
    public bool IsReachable { get; }

    /// <summary>Its facts, where it answers.</summary>
    public JsonElement? Facts { get; }

    /// <summary>Reads a machine, member of the cluster or not.</summary>
    public static MachineView Read(TwinContext context, string machine)
    {
        JsonElement view = context.Call("machineFacts", ("machine", machine));
        bool isReachable = view.Flag("reachable"u8);
        return new MachineView(
            view.Text("name"u8), isReachable, isReachable ? view.GetProperty("facts"u8) : null);
    }
}

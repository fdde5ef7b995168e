using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>What a call says itself of the policy of a new plan, made a part of that policy.</summary>
internal static class PolicyParameters
{
    /// <summary>The choices as a part of a policy.</summary>
    /// <param name="call">What was chosen.</param>
    /// <param name="fullPath">The full path of a path as the user wrote it.</param>
    /// <param name="cluster">The clock that windows are counted from.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <exception cref="NativeException">A window is none, or the journal can't be read.</exception>
    internal static JsonObject Document(
        IPolicyParameters call, Func<string, string> fullPath, ClusterAccess cluster, INativeLog log)
    {
        JsonObject policy = [];
        if (call.Method is { } method)
        {
            policy["method"] = MethodName(method);
        }

        AddPlacement(policy, call);
        AddNodes(policy, call);
        WindowParameters.AddTo(policy, call.Window, cluster, log);
        if (call.LearnFrom is { } journal)
        {
            policy["learned"] = Learned(fullPath(journal), log);
        }

        return policy;
    }

    /// <summary>Where roles go, and how much of the cluster stays in reserve.</summary>
    private static void AddPlacement(JsonObject policy, IPolicyParameters call)
    {
        if (call.Placement is { } placement)
        {
            policy["placement"] = placement.ToLowerInvariant();
        }

        if (call.Minimize is { } measure)
        {
            policy["minimize"] = measure.ToLowerInvariant();
        }

        if (call.HostReserveMiB is { } reserve)
        {
            policy["hostReserveMiB"] = reserve;
        }

        if (call.RequireReserve)
        {
            policy["requireReserve"] = true;
        }

        if (call.CanaryCount is { } canaries)
        {
            policy["canaryVirtualMachines"] = canaries;
        }

        if (call.SoakTime is { } soak)
        {
            policy["soakSeconds"] = (long)Math.Ceiling(soak.TotalSeconds);
        }
    }

    /// <summary>Which nodes come, stay and leave, in which order, and how many at a time.</summary>
    private static void AddNodes(JsonObject policy, IPolicyParameters call)
    {
        if (call.NodeOrder.Length > 0)
        {
            policy["nodeOrder"] = JsonReading.ToArray(call.NodeOrder);
        }

        AddMembers(policy, call);

        if (call.ReplacementsJoinFirst)
        {
            policy["replacementsJoinFirst"] = true;
        }

        if (call.MaxConcurrentNodes is { } atOnce)
        {
            // In the policy 0 lets the planner choose.
            bool number = int.TryParse(atOnce, NumberStyles.None, CultureInfo.InvariantCulture, out int most);
            policy["maxConcurrentNodes"] = number ? most : 0;
        }

        if (call.StopAfterNode is { } stop)
        {
            policy["stopAfterNodes"] = stop;
        }
    }

    /// <summary>Which machines join and which nodes leave for good, where the call says so.</summary>
    internal static void AddMembers(JsonObject policy, IPolicyParameters call)
    {
        foreach ((string name, string[] nodes) in new[]
        {
            ("spareNodes", call.SpareNode), ("temporaryNodes", call.TemporaryNode), ("retiredNodes", call.RetiredNode),
        })
        {
            if (nodes.Length > 0)
            {
                policy[name] = JsonReading.ToArray(nodes);
            }
        }
    }

    /// <summary>What an exported journal teaches of times.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <exception cref="NativeException">The file can't be read, or is no exported journal.</exception>
    private static JsonNode? Learned(string path, INativeLog log)
    {
        using JsonDocument learned = DocumentConversion.Read("learned", path, log);
        return learned.RootElement.ToNode();
    }

    /// <summary>The document's name of a method that is typed with hyphens or without.</summary>
    private static string MethodName(string method) => method.Replace("-", string.Empty).ToUpperInvariant() switch
    {
        "INPLACEEVICT" => "inPlaceEvict",
        "INPLACEKEEP" => "inPlaceKeep",
        _ => "cleanEvict",
    };
}

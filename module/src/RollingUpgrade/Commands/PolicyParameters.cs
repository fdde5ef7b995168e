using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>
/// What a call says itself of the policy of a new plan; what is not set keeps the core's default, or what a policy file
/// says.
/// </summary>
internal sealed class PolicyParameters
{
    internal string? Method { get; init; }

    internal string[] NodeOrder { get; init; } = [];

    internal string? Placement { get; init; }

    internal long? HostReserveMiB { get; init; }

    /// <summary>How many nodes may be out at the same time: a number, or Auto.</summary>
    internal string? MaxConcurrentNodes { get; init; }

    internal int? StopAfterNode { get; init; }

    internal string[] SpareNode { get; init; } = [];

    internal string[] TemporaryNode { get; init; } = [];

    internal string[] RetiredNode { get; init; } = [];

    internal bool ReplacementsJoinFirst { get; init; }

    internal string[] Window { get; init; } = [];

    /// <summary>The full path of an exported journal.</summary>
    internal string? LearnFrom { get; init; }

    /// <summary>The choices as a part of a policy.</summary>
    /// <param name="cluster">The clock that windows are counted from.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <exception cref="NativeException">A window is none, or the journal can't be read.</exception>
    internal JsonObject Document(ClusterAccess cluster, INativeLog log)
    {
        JsonObject policy = [];
        if (Method is not null)
        {
            policy["method"] = MethodName(Method);
        }

        if (Placement is not null)
        {
            policy["placement"] = Placement.ToLowerInvariant();
        }

        if (HostReserveMiB is { } reserve)
        {
            policy["hostReserveMiB"] = reserve;
        }

        if (MaxConcurrentNodes is not null)
        {
            // In the policy 0 lets the planner choose.
            bool number = int.TryParse(
                MaxConcurrentNodes, NumberStyles.None, CultureInfo.InvariantCulture, out int most);
            policy["maxConcurrentNodes"] = number ? most : 0;
        }

        if (StopAfterNode is { } stop)
        {
            policy["stopAfterNodes"] = stop;
        }

        AddNodes(policy);
        WindowParameters.AddTo(policy, Window, cluster, log);
        if (LearnFrom is not null)
        {
            policy["learned"] = Learned(LearnFrom, log);
        }

        return policy;
    }

    /// <summary>Which nodes come, stay and leave, and in which order.</summary>
    private void AddNodes(JsonObject policy)
    {
        foreach ((string name, string[] nodes) in new[]
        {
            ("nodeOrder", NodeOrder), ("spareNodes", SpareNode), ("temporaryNodes", TemporaryNode),
            ("retiredNodes", RetiredNode),
        })
        {
            if (nodes.Length > 0)
            {
                policy[name] = JsonReading.ToArray(nodes);
            }
        }

        if (ReplacementsJoinFirst)
        {
            policy["replacementsJoinFirst"] = true;
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

using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>What an administrator may set of the policy; what is not set keeps the core's default.</summary>
internal static class PolicyParameters
{
    internal static JsonObject Document(
        string? method, string[] nodeOrder, string? placement, long? hostReserveMiB)
    {
        JsonObject policy = [];
        if (method is not null)
        {
            policy["method"] = MethodName(method);
        }

        if (nodeOrder.Length > 0)
        {
            policy["nodeOrder"] = JsonReading.ToArray(nodeOrder);
        }

        if (placement is not null)
        {
            policy["placement"] = placement.ToLowerInvariant();
        }

        if (hostReserveMiB is { } reserve)
        {
            policy["hostReserveMiB"] = reserve;
        }

        return policy;
    }

    /// <summary>What an exported journal teaches of times.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <exception cref="NativeException">The file can't be read, or is no exported journal.</exception>
    internal static JsonNode? Learned(string path, INativeLog log)
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

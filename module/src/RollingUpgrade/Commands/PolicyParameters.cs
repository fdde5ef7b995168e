using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

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

    /// <summary>The document's name of a method that is typed with hyphens or without.</summary>
    private static string MethodName(string method) => method.Replace("-", string.Empty).ToUpperInvariant() switch
    {
        "INPLACEEVICT" => "inPlaceEvict",
        "INPLACEKEEP" => "inPlaceKeep",
        _ => "cleanEvict",
    };
}

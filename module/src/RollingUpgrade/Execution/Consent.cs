using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>Consent to what can't be undone: how it was given, by whom and when.</summary>
/// <remarks>
/// -Confirm:$false, -Force and $ConfirmPreference are none: they say that nobody wants to be asked, not that somebody
/// agrees.
/// </remarks>
internal static class Consent
{
    /// <summary>Given with -Commit.</summary>
    internal const string CommitParameter = "commitParameter";

    /// <summary>Given by typing the name of the cluster.</summary>
    internal const string ClusterName = "clusterName";

    /// <summary>The document of a consent; null where none is given.</summary>
    internal static JsonObject? Of(string? how, DateTimeOffset now) => how is null
        ? null
        : new JsonObject
        {
            ["how"] = how,
            ["who"] = Account.Name,
            ["at"] = JsonReading.Format(now),
        };
}

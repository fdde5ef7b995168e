using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>Reads the answer of Get-CauClusterRole: pairs of name and value.</summary>
internal static class UpdatingRole
{
    /// <summary>Whether the role is online; null where the cluster has none.</summary>
    internal static bool? IsOnline(IReadOnlyList<PSObject> answer)
    {
        PSObject? status = answer.FirstOrDefault(pair => pair.Text("Name") == "Status");
        string? text = status?.Text("Value") ?? answer.FirstOrDefault()?.Text("Status");
        return text is null ? null : text.Equals("Online", StringComparison.OrdinalIgnoreCase);
    }
}

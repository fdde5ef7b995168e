using System.Management.Automation;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Guard;

/// <summary>The errors of the guard.</summary>
internal static class Refusals
{
    /// <summary>A refusal: its id is that of the rule that weighs most, its target all findings that refuse.</summary>
    internal static ErrorRecord Of(IReadOnlyList<Finding> refusing, string original)
    {
        Finding first = refusing[0];
        string[] others = refusing.Skip(1).Select(finding => $"{finding.Rule}: {finding.Message}").ToArray();
        string[] rules = Rules(refusing).Skip(1).ToArray();
        string named = rules.Length == 0 ? string.Empty : $": {string.Join(", ", rules)}";
        string more = others.Length == 0 ? string.Empty : $" (and {others.Length} more{named})";
        string remedy = $"{first.Remedy} Whoever takes responsibility calls "
            + $"Enable-ClusterGuard -Acknowledge {string.Join(", ", Rules(refusing))} -Reason '...' "
            + $"and then {original} again.";
        ErrorReport report = new(
            first.Rule,
            "InvalidOperation",
            $"{first.Rule}: {first.Message.TrimEnd('.')}{more}",
            remedy,
            first.Subject,
            others);
        return ErrorRecordFactory.Create(new NativeException(report), refusing.ToArray());
    }

    /// <summary>Nobody knows whether the step is safe.</summary>
    internal static NativeException Failed(string original, string why) => new(new ErrorReport(
        "GuardFailed",
        "InvalidOperation",
        $"the guard could not ask whether this step is safe, so that it refuses: {why.Trim().TrimEnd('.')}",
        $"Put that right and try again. Whoever takes responsibility calls the original, {original}.",
        original));

    private static IEnumerable<string> Rules(IReadOnlyList<Finding> findings) =>
        findings.Select(finding => finding.Rule).Distinct(StringComparer.OrdinalIgnoreCase);
}

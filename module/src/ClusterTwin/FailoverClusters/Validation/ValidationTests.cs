using System.Collections.Specialized;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterTwin.Views;
using Microsoft.FailoverClusters.PowerShell;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>
/// The tests of Test-Cluster on a twin: the rules of this product, in the categories of the original
/// ("Validate hardware for a cluster", learn.microsoft.com).
/// </summary>
internal static class ValidationTests
{
    /// <summary>Which rules make up which test, by the letters before their number.</summary>
    private static readonly (ClusterTestInfo Test, string[] Rules)[] Known =
    [
        (new("Cluster Configuration", "Validate Quorum Configuration",
            "Checks that the votes and the witness keep the cluster up."), ["QRM"]),
        (new("Cluster Configuration", "Validate Resource Status",
            "Checks that roles are up and may go to other nodes."), ["DRN", "RES"]),
        (new("Cluster Configuration", "List Cluster Core Groups",
            "Checks the state of the nodes and of the upgrade."), ["PRE", "LVL", "MIX"]),
        (new("Hyper-V Configuration", "Validate Hyper-V Virtual Switch Compatibility",
            "Checks what live migration needs of every host."), ["LM"]),
        (new("Hyper-V Configuration", "Validate Hyper-V Memory Resource Pool Compatibility",
            "Checks that the hosts have room for each other's VMs."), ["CAP", "ADD"]),
        (new("Storage Spaces Direct", "Verify Node and Disk Configuration",
            "Checks disks, pools and virtual disks."), ["S2D"]),
        (new("System Configuration", "Validate Operating System Version",
            "Checks that the releases of the nodes fit together."), ["VER"]),
    ];

    /// <summary>Every test, in the order of categories.</summary>
    public static IReadOnlyList<ClusterTestInfo> All { get; } = [.. Known.Select(known => known.Test)];

    /// <summary>The tests that a call selects by the names of tests or categories.</summary>
    public static IReadOnlyList<ClusterTestInfo> Selected(StringCollection? include, StringCollection? ignore)
    {
        string[] wanted = [.. NamePattern.Texts(include)];
        string[] left = [.. NamePattern.Texts(ignore)];
        return [.. All.Where(test => (wanted.Length == 0 || Names(test, wanted)) && !Names(test, left))];
    }

    /// <summary>Runs tests against the present state of a twin.</summary>
    public static IReadOnlyList<ValidationResult> Run(TwinContext context, IReadOnlyList<ClusterTestInfo> tests)
    {
        var request = new JsonObject
        {
            ["inventory"] = JsonObject.Create(context.Call("inventory")),
            ["target"] = NextRelease(context.ReadCluster().FunctionalLevel),
            ["rules"] = new JsonArray(),
            ["exclude"] = new JsonArray(),
        };
        using JsonDocument report = NativeCore.Invoke(NativeFunction.Check, request);
        List<ValidationFinding> findings = [];
        foreach (JsonElement finding in report.RootElement.GetProperty("findings").EnumerateArray())
        {
            string severity = finding.Text("severity"u8);
            if (severity != "info" && finding.Text("outcome"u8) == "fired")
            {
                findings.Add(Read(finding, severity));
            }
        }

        return [.. tests.Select(test => new ValidationResult(test, Of(test, findings)))];
    }

    /// <summary>The line that sums up a validation, in the words of the original.</summary>
    public static string Outcome(IReadOnlyList<ValidationResult> results, bool isPartial)
    {
        string verdict = results.Any(result => result.IsFailed)
            ? "ClusterNotApproved"
            : results.Any(result => result.IsFinding) ? "ClusterConditionallyApproved" : "ClusterApproved";
        return isPartial ? "HadUnselectedTests, " + verdict : verdict;
    }

    /// <summary>The release that a cluster of a level would be upgraded to.</summary>
    private static string NextRelease(uint level) => level switch
    {
        <= 8 => "2016",
        9 => "2019",
        10 => "2022",
        _ => "2025",
    };

    private static ValidationFinding Read(JsonElement finding, string severity) => new(
        severity is "block" or "error",
        finding.Text("rule"u8),
        finding.TryGetProperty("subject"u8, out JsonElement subject) ? subject.Text("name"u8) : string.Empty,
        finding.Text("message"u8),
        finding.Text("remedy"u8));

    private static IReadOnlyList<ValidationFinding> Of(ClusterTestInfo test, List<ValidationFinding> findings)
    {
        string[] rules = Known.First(known => ReferenceEquals(known.Test, test)).Rules;
        return [.. findings.Where(finding => rules.Contains(finding.Rule.Split('-')[0]))];
    }

    private static bool Names(ClusterTestInfo test, string[] names) =>
        names.Any(name => NamePattern.Same(name, test.Category) || NamePattern.Same(name, test.DisplayName));
}

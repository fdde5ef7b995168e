using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Test-RollingUpgrade: says what stands in the way of an upgrade.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RollingUpgrade", DefaultParameterSetName = LiveSet)]
[OutputType(typeof(Finding))]
[OutputType(typeof(UpgradePath))]
[OutputType(typeof(bool))]
public sealed class TestRollingUpgradeCommand : JudgedCommandBase
{
    private const string LiveSet = "Live";
    private const string PathSet = "Path";
    private const string InventorySet = "Inventory";

    /// <summary>The release to upgrade to: 2016, 2019, 2022 or 2025.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetVersionCompleter))]
    [ReleaseTransformation]
    public string TargetVersion { get; set; } = string.Empty;

    /// <summary>A file with an inventory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>An inventory, such as Export-ClusterInventory puts out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InventorySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterInventory? Inventory { get; set; }

    /// <summary>Only the rules with these ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Rule { get; set; } = [];

    /// <summary>Not the rules with these ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>Only findings of these severities; what -Quiet says is that of all findings.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public FindingSeverity[] Severity { get; set; } = [];

    /// <summary>
    /// Judges how old the facts of the inventory are: what is older is unknown. A live cluster is read at once.
    /// </summary>
    [Parameter]
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>
    /// A policy: a file, JSON or YAML, or a table of its fields. What the call says itself goes before it.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public PolicySource? Policy { get; set; }

    /// <summary>Puts out only whether the upgrade may start.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Puts out the way to the release, pass by pass, in place of the findings.</summary>
    [Parameter]
    public SwitchParameter AsPath { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        JsonObject policy = Answered(Policy, []);
        ClusterInventory inventory = ReadInventory(Path, Inventory);
        JsonObject request = new()
        {
            ["inventory"] = inventory.ToNode(),
            ["target"] = TargetVersion,
            ["rules"] = JsonReading.ToArray(Rule),
            ["exclude"] = JsonReading.ToArray(Exclude),
            ["severities"] = JsonReading.ToArray(Severity.Select(one => one.ToString().ToLowerInvariant())),
            ["policy"] = policy,
        };
        if (MaximumAge is { } age)
        {
            policy["factAgeSeconds"] = (long)Math.Max(0, age.TotalSeconds);
            request["at"] = JsonReading.Format(Access.Clock.Now);
        }

        using JsonDocument report = Ask(NativeFunction.Check, request);
        if (Quiet)
        {
            WriteObject(report.RootElement.Text("verdict") == "ready");
            return;
        }

        if (AsPath)
        {
            WriteObject(new UpgradePath(report.RootElement));
            return;
        }

        WriteObject(
            report.RootElement.Items("findings").Select(finding => new Finding(finding, inventory.Cluster)),
            enumerateCollection: true);
    }
}

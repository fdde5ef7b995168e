using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Commands;

/// <summary>
/// New-RollingUpgradePlan: says which node goes when, where every role goes, why, and how long it takes.
/// </summary>
[Cmdlet(VerbsCommon.New, "RollingUpgradePlan", DefaultParameterSetName = LiveSet, SupportsShouldProcess = true)]
[OutputType(typeof(UpgradePlan))]
public sealed class NewRollingUpgradePlanCommand : JudgedCommandBase, IPolicyParameters
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

    /// <summary>How a node gets its new operating system.</summary>
    [Parameter]
    [ValidateSet("CleanEvict", "InPlaceEvict", "InPlaceKeep", "clean-evict", "inplace-evict", "inplace-keep")]
    public string? Method { get; set; }

    /// <summary>The nodes in the order in which they go out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NodeOrder { get; set; } = [];

    /// <summary>
    /// Where roles are when all is done: spread, wherever the fewest moves leave them, or where they began.
    /// </summary>
    [Parameter]
    [ValidateSet("Balanced", "Fewest", "Restore")]
    public string? Placement { get; set; }

    /// <summary>What there should be as little of as possible: moves, or memory that is moved.</summary>
    [Parameter]
    [ValidateSet("Moves", "MiB")]
    public string? Minimize { get; set; }

    /// <summary>How many nodes may be out at the same time; Auto chooses once the first node is back.</summary>
    [Parameter]
    [ValidateSet("Auto", "1", "2", "3", "4", "5", "6", "7", "8")]
    public string? MaxConcurrentNodes { get; set; }

    /// <summary>After how many nodes the plan ends, with the others left to a later one.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? StopAfterNode { get; set; }

    /// <summary>Machines that stand ready, join before the first node leaves, and stay.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MachineNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SpareNode { get; set; } = [];

    /// <summary>
    /// Machines that stand ready, join before the first node leaves, and leave again after the last: the third node of
    /// a cluster of two.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(MachineNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] TemporaryNode { get; set; } = [];

    /// <summary>Nodes that leave for good.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RetiredNode { get; set; } = [];

    /// <summary>Whether a machine that takes the place of a node joins before that node leaves.</summary>
    [Parameter]
    public SwitchParameter ReplacementsJoinFirst { get; set; }

    /// <summary>
    /// When work may go on, such as 'Sat,Sun 22:00-06:00 Europe/Berlin'; the zone of this machine where none is named.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(WindowCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Window { get; set; } = [];

    /// <summary>An exported journal of a run that is over: its times are those that the plan reckons with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LearnFrom { get; set; }

    /// <summary>Whether one more failing node must find room at every step, too.</summary>
    [Parameter]
    public SwitchParameter RequireReserve { get; set; }

    /// <summary>Virtual machines of low priority that the first new node runs before it takes more.</summary>
    [Parameter]
    [ValidateRange(0, 64)]
    public int? CanaryCount { get; set; }

    /// <summary>How long they run there before the next node goes out.</summary>
    [Parameter]
    public TimeSpan? SoakTime { get; set; }

    /// <summary>Memory that each host keeps for itself, in MiB.</summary>
    [Parameter]
    [ValidateRange(0L, 16777216L)]
    public long? HostReserveMiB { get; set; }

    /// <summary>
    /// A policy: a file, JSON or YAML, or a table of its fields. What the call says itself goes before it.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public PolicySource? Policy { get; set; }

    /// <summary>The file to write the plan to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    private protected override IReadOnlyList<string> Joining => [.. SpareNode, .. TemporaryNode];

    /// <inheritdoc/>
    protected override void Execute()
    {
        JsonObject policy = Answered(Policy, PolicyParameters.Document(this, FullPath, Access, this));
        UpgradePlan plan = MakePlan(ReadInventory(Path, Inventory), TargetVersion, policy);
        if (OutFile is not null)
        {
            string full = FullPath(OutFile);
            if (ShouldProcess(full, $"Write the plan for {plan.Cluster}"))
            {
                DocumentFile.Write(full, plan.ToJson());
                plan.Path = full;
            }
        }

        WriteObject(plan);
    }
}

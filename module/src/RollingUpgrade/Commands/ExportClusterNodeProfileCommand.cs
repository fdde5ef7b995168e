using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Export-ClusterNodeProfile: records what a rebuild of a node has to restore.</summary>
[Cmdlet(VerbsData.Export, "ClusterNodeProfile", SupportsShouldProcess = true, DefaultParameterSetName = LiveSet)]
[OutputType(typeof(ClusterNodeProfile))]
[OutputType(typeof(string))]
public sealed class ExportClusterNodeProfileCommand : ClusterCommandBase
{
    private const string LiveSet = "Live";
    private const string InventorySet = "Inventory";
    private const string ProfileSet = "Profile";
    private const string RunSet = "Run";

    /// <summary>The nodes.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiveSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InventorySet)]
    [Parameter(Position = 0, ParameterSetName = RunSet)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Node { get; set; } = [];

    /// <summary>An inventory; without it the live cluster is read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InventorySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterInventory? Inventory { get; set; }

    /// <summary>A profile that was recorded before, or its file: to write its script.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ValidateNotNull]
    public ProfileSource? Profile { get; set; }

    /// <summary>A run: the profiles that it kept before it evicted each node; without -Node all of them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RunSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>The file to write; with several nodes a folder that exists.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Document: the profile. Script: PowerShell that restores it on a fresh installation.</summary>
    [Parameter]
    [ValidateSet("Document", "Script")]
    public string As { get; set; } = "Document";

    /// <summary>The release that is installed; a script needs it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TargetVersionCompleter))]
    [ReleaseTransformation]
    public string? TargetVersion { get; set; }

    private bool IsScript => As.Equals("Script", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void Execute()
    {
        if (IsScript && TargetVersion is null)
        {
            throw new PSArgumentException("A script is written for a release: give -TargetVersion.", "TargetVersion");
        }

        foreach (ClusterNodeProfile profile in Profiles())
        {
            Put(profile);
        }
    }

    private IEnumerable<ClusterNodeProfile> Profiles()
    {
        if (Profile is not null)
        {
            return [Profile.Read(FullPath, this)];
        }

        if (RunId is not null)
        {
            return Kept(RunId);
        }

        ClusterInventory inventory = ReadInventory(null, Inventory);
        return Node.Select(node => Make(inventory, node)).ToArray();
    }

    /// <summary>What the journal has; it needs no cluster, which may not answer any more.</summary>
    private IEnumerable<ClusterNodeProfile> Kept(string runId)
    {
        using JournalFile journal = JournalFile.Open(this);
        IReadOnlyList<ClusterNodeProfile> kept = RecordedProfiles.Of(journal.Load(runId));
        if (Node.Length == 0)
        {
            return kept;
        }

        ClusterNodeProfile[] wanted = [.. kept.Where(one => Node.Contains(one.Node, StringComparer.OrdinalIgnoreCase))];
        string? missing = Node.FirstOrDefault(name =>
            !wanted.Any(one => one.Node.Equals(name, StringComparison.OrdinalIgnoreCase)));
        return missing is null ? wanted : throw Failures.NoProfileKept(runId, missing);
    }

    private ClusterNodeProfile Make(ClusterInventory inventory, string node)
    {
        using JsonDocument profile = Ask(NativeFunction.Profile, new JsonObject
        {
            ["operation"] = "make",
            ["inventory"] = inventory.ToNode(),
            ["node"] = node,
        });
        return new ClusterNodeProfile(profile.RootElement, path: null);
    }

    private void Put(ClusterNodeProfile profile)
    {
        string? script = IsScript ? Script(profile) : null;
        if (Path is not null)
        {
            string full = Place(profile);
            if (!ShouldProcess(full, $"Write the profile of {profile.Node}"))
            {
                return;
            }

            DocumentFile.Write(full, script ?? profile.ToJson());
            profile.Path = IsScript ? profile.Path : full;
        }

        // A script that went to a file is in the file; an object that went there is put out, to go on with.
        if (script is null)
        {
            WriteObject(profile);
        }
        else if (Path is null)
        {
            WriteObject(script);
        }
    }

    private string Place(ClusterNodeProfile profile)
    {
        string full = FullPath(Path!);
        string name = profile.Node + (IsScript ? ".ps1" : ".json");
        return Directory.Exists(full) ? System.IO.Path.Combine(full, name) : full;
    }

    private string Script(ClusterNodeProfile profile)
    {
        using JsonDocument answer = Ask(NativeFunction.Profile, new JsonObject
        {
            ["operation"] = "script",
            ["profile"] = profile.ToNode(),
            ["target"] = TargetVersion,
        });
        return answer.RootElement.Text("text") ?? string.Empty;
    }
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>A cmdlet that reads the cluster of the session, real or twin.</summary>
public abstract class ClusterCommandBase : RollingUpgradeCommand
{
    private const int CaptureActivity = 1701;
    private ClusterAccess? _cluster;

    /// <summary>
    /// New hardware for old: node = machine that takes its place, such as @{ 'HV04' = 'HV05' }. A twin knows its own.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Replacement { get; set; } = [];

    /// <summary>
    /// The cluster, from a machine that is no member: the cmdlets reach it by RPC and CIM in one hop, without CredSSP.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Cluster { get; set; }

    /// <summary>The seams and the clock of the session.</summary>
    private protected ClusterAccess Access => _cluster ??=
        ClusterAccess.Open(Replacements(), Warn, StopToken, IsConfirmed, Joining).At(Cluster);

    /// <summary>Machines that the call lets join beside the nodes, so that a capture asks them, too.</summary>
    private protected virtual IReadOnlyList<string> Joining => [];

    /// <summary>Asks whether something is so, and waits; a session that nobody can answer in says no.</summary>
    private bool IsConfirmed(string query, string caption)
    {
        try
        {
            return ShouldContinue(query, caption);
        }
        catch (Exception error) when (error is HostException or PSInvalidOperationException)
        {
            WriteVerbose(error.Message);
            return false;
        }
    }

    /// <summary>An inventory read from a file, or taken from a live cluster.</summary>
    private protected ClusterInventory ReadInventory(string? path, ClusterInventory? given)
    {
        if (given is not null)
        {
            return given;
        }

        if (path is null)
        {
            return Capture();
        }

        return new InventorySource(path).Read(FullPath);
    }

    /// <summary>Reads the live cluster, through the two seams.</summary>
    private protected ClusterInventory Capture()
    {
        CaptureContext context = new(Access.Commands, Access.Nodes, WriteVerbose);
        InventoryCapture capture = new(context, Access.Clock, ShowCapture, StopToken);
        JsonObject inventory = capture.Read();
        WriteProgress(new ProgressRecord(CaptureActivity, "Reading the cluster", "Completed")
        {
            RecordType = ProgressRecordType.Completed,
        });
        using JsonDocument document = NativeCore.ReadInventory(
            System.Text.Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        return new ClusterInventory(document.RootElement, path: null);
    }

    /// <summary>A plan of the upgrade to a release, or of what an upgrade before it left of that.</summary>
    private protected UpgradePlan MakePlan(
        ClusterInventory inventory, string target, JsonObject policy, JsonObject? left = null)
    {
        JsonObject request = new()
        {
            ["inventory"] = inventory.ToNode(),
            ["target"] = target,
            ["purpose"] = "upgrade",
            ["policy"] = policy,
        };
        if (left is not null)
        {
            request["left"] = left.DeepClone();
        }

        return MakePlan(inventory, request);
    }

    /// <summary>A plan of the campaign that raises configuration versions.</summary>
    private protected UpgradePlan MakeVersionPlan(ClusterInventory inventory, JsonObject policy) => MakePlan(
        inventory,
        new JsonObject
        {
            ["inventory"] = inventory.ToNode(),
            ["purpose"] = "virtualMachineVersions",
            ["policy"] = policy,
        });

    /// <summary>A plan of the way back to the release of the functional level.</summary>
    private protected UpgradePlan MakeWayBack(ClusterInventory inventory, JsonObject policy, JsonObject left) =>
        MakePlan(
            inventory,
            new JsonObject
            {
                ["inventory"] = inventory.ToNode(),
                ["purpose"] = "wayBack",
                ["policy"] = policy,
                ["left"] = left.DeepClone(),
            });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cluster?.Dispose();
        }

        base.Dispose(disposing);
    }

    private UpgradePlan MakePlan(ClusterInventory inventory, JsonObject request)
    {
        try
        {
            using JsonDocument plan = Ask(NativeFunction.Plan, request);
            return new UpgradePlan(plan.RootElement, path: null);
        }
        catch (NativeException failure) when (failure.Report.Findings.Count > 0)
        {
            // What refuses is the object of the error: a script finds every finding there, not only the first.
            ErrorTarget = failure.Report.Findings
                .Select(finding => new Finding(finding, inventory.Cluster))
                .Where(finding => finding.Refuses)
                .ToArray();
            throw;
        }
    }

    private void ShowCapture(string part, int percent) => WriteProgress(
        new ProgressRecord(CaptureActivity, "Reading the cluster", $"Reading {part}") { PercentComplete = percent });

    private void Warn(string text) => WriteWarning(text);

    private Dictionary<string, string> Replacements()
    {
        Dictionary<string, string> replacements = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Replacement)
        {
            replacements[Properties.Name(entry.Key)] =
                entry.Value is null ? string.Empty : Properties.Name(entry.Value);
        }

        return replacements;
    }
}

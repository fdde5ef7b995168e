using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>A cmdlet that makes plans.</summary>
public abstract class PlanningCommand : ClusterCommandBase
{
    /// <summary>How a node gets its new operating system.</summary>
    [Parameter]
    [ValidateSet("CleanEvict", "InPlaceEvict", "InPlaceKeep", "clean-evict", "inplace-evict", "inplace-keep")]
    public string? Method { get; set; }

    /// <summary>The nodes in the order in which they go out; those that are not named come after.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NodeOrder { get; set; } = [];

    /// <summary>Where roles are when all is done: spread, wherever the fewest moves leave them, or where they began.</summary>
    [Parameter]
    [ValidateSet("Balanced", "Fewest", "Restore")]
    public string? Placement { get; set; }

    /// <summary>Memory that each host keeps for itself, in MiB.</summary>
    [Parameter]
    [ValidateRange(0L, 16777216L)]
    public long? HostReserveMiB { get; set; }

    /// <summary>A plan of the whole upgrade to a release.</summary>
    private protected UpgradePlan MakePlan(ClusterInventory inventory, string target) =>
        MakePlan(inventory, new JsonObject { ["target"] = target, ["purpose"] = "upgrade" });

    /// <summary>A plan of the campaign that raises configuration versions.</summary>
    private protected UpgradePlan MakeVersionPlan(ClusterInventory inventory) =>
        MakePlan(inventory, new JsonObject { ["purpose"] = "virtualMachineVersions" });

    /// <summary>Refuses policy parameters where there is no plan to make: they would be passed over in silence.</summary>
    private protected void RefusePolicyWhere(bool noPlanIsMade)
    {
        string[] policy = [nameof(Method), nameof(NodeOrder), nameof(Placement), nameof(HostReserveMiB)];
        string? given = policy.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
        if (noPlanIsMade && given is not null)
        {
            throw Failures.PolicyIsPlanned(given);
        }
    }

    private UpgradePlan MakePlan(ClusterInventory inventory, JsonObject request)
    {
        request["inventory"] = inventory.ToNode();
        request["policy"] = PolicyParameters.Document(Method, NodeOrder, Placement, HostReserveMiB);
        try
        {
            using JsonDocument plan = Ask(NativeFunction.Plan, request);
            return new UpgradePlan(plan.RootElement, path: null);
        }
        catch (NativeException failure) when (failure.Report.Id == "PreflightFailed" && request["target"] is { } target)
        {
            // What refuses is the object of the error: a script finds every finding there, not only the first.
            ErrorTarget = Check(inventory, (string)target!).Where(finding => finding.Refuses).ToArray();
            throw;
        }
    }
}

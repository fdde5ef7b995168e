using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;
using RollingUpgrade.Guard;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>A cmdlet that asks whether a step is safe now, and then is Microsoft's cmdlet.</summary>
public abstract class GuardedCommand : RollingUpgradeCommand
{
    private protected const string OnlySet = "InputObject";
    private const string ClusterType = "Microsoft.FailoverClusters.PowerShell.Cluster";
    private Hashtable _bound = [];
    private Forwarding? _forwarding;

    /// <summary>The object to work on, or the cluster to look in.</summary>
    [Parameter(ParameterSetName = OnlySet, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The name of the cluster.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    [ValidateNotNullOrEmpty]
    public string? Cluster { get; set; }

    /// <summary>The step; null where there is nothing to ask.</summary>
    private protected abstract GuardedStep? Step { get; }

    /// <summary>The name of the original.</summary>
    private protected abstract string Original { get; }

    /// <summary>The nodes that were named.</summary>
    private protected virtual StringCollection? Named => null;

    /// <summary>Whether the eviction wipes disks.</summary>
    private protected virtual bool WipesDisks => false;

    private string Qualified => $"{ClusterCommand.FailoverClusters}\\{Original}";

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => _bound = Forwarding.Keep(MyInvocation.BoundParameters);

    /// <inheritdoc/>
    protected sealed override void Execute()
    {
        if (Step is { } step && !IsAllowed(step))
        {
            return;
        }

        _forwarding ??= Forwarding.Begin(Qualified, _bound, MyInvocation.CommandOrigin, this);
        _forwarding.Process(MyInvocation.ExpectingInput ? InputObject : null);
    }

    /// <inheritdoc/>
    protected sealed override void Finish() => _forwarding?.End();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _forwarding?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Asks the rules; what refuses is written as an error for each node.</summary>
    private bool IsAllowed(GuardedStep step)
    {
        try
        {
            return Ask(step);
        }
        catch (NativeException failure)
        {
            return Failed(step, failure.Message);
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            return Failed(step, failure.Message);
        }
    }

    private bool Failed(GuardedStep step, string why)
    {
        if (step == GuardedStep.Resume)
        {
            WriteWarning($"The guard could not ask about {Original}, which is never refused: {why}");
            return true;
        }

        WriteError(ErrorRecordFactory.Create(Refusals.Failed(Qualified, why)));
        return false;
    }

    private bool Ask(GuardedStep step)
    {
        using ClusterAccess access =
            ClusterAccess.Open(new Dictionary<string, string>(), text => WriteWarning(text), StopToken)
                .At(Cluster ?? ClusterOfInput());
        CaptureContext context = new(access.Commands, access.Nodes, WriteVerbose);
        IReadOnlyList<string> subjects = step == GuardedStep.Level ? [] : Subjects();
        JsonObject inventory = new StepFacts(context, access.Clock, StopToken).Read(step, subjects);
        if (step == GuardedStep.Level)
        {
            return Judge(step, inventory, node: null);
        }

        bool allowed = true;
        foreach (string subject in subjects)
        {
            allowed &= Judge(step, inventory, subject);
            Follow(step, inventory, subject);
        }

        return allowed;
    }

    private bool Judge(GuardedStep step, JsonObject inventory, string? node)
    {
        JsonObject request = new()
        {
            ["inventory"] = inventory.DeepClone(),
            ["moment"] = step.ToString().ToLowerInvariant(),
            ["policy"] = GuardSession.Current.Policy(),
        };
        if (node is not null)
        {
            request["node"] = node;
        }

        if (WipesDisks)
        {
            request["cleanupDisks"] = true;
        }

        using JsonDocument report = Ask(NativeFunction.Check, request);
        string cluster = report.RootElement.Text("cluster") ?? string.Empty;
        Finding[] findings =
            report.RootElement.Items("findings").Select(finding => new Finding(finding, cluster)).ToArray();
        foreach (Finding finding in findings)
        {
            Tell(finding);
        }

        Finding[] refusing = findings.Where(finding => finding.Refuses).ToArray();
        if (refusing.Length == 0 || step == GuardedStep.Resume)
        {
            return true;
        }

        WriteError(Refusals.Of(refusing, Original));
        return false;
    }

    /// <summary>Says what does not refuse and what somebody has taken responsibility for.</summary>
    private void Tell(Finding finding)
    {
        if (finding.Outcome == "acknowledged" && finding.Severity <= FindingSeverity.Error)
        {
            WriteWarning(
                $"{finding.Rule}: {finding.Message} Acknowledged by {finding.AcknowledgedBy}: "
                + finding.AcknowledgedReason);
        }
        else if (finding.Outcome == "fired" && (finding.Severity == FindingSeverity.Warn || Step == GuardedStep.Resume))
        {
            WriteWarning($"{finding.Rule}: {finding.Message} {finding.Remedy}");
        }
        else if (!finding.Refuses)
        {
            WriteVerbose($"{finding.Rule}: {finding.Message}");
        }
    }

    /// <summary>One call for several nodes: the next is judged as if the one before had gone.</summary>
    private static void Follow(GuardedStep step, JsonObject inventory, string subject)
    {
        JsonArray nodes = inventory["nodes"]!.AsArray();
        JsonNode? node = nodes.FirstOrDefault(one =>
            string.Equals((string?)one?["name"], subject, StringComparison.OrdinalIgnoreCase));
        switch (step)
        {
            case GuardedStep.Suspend when node is not null:
                node["state"] = "paused";
                break;
            case GuardedStep.Remove when node is not null:
                nodes.Remove(node);
                break;
        }
    }

    /// <summary>The nodes: those of the pipeline, those that are named, or the one that the session is on.</summary>
    private IReadOnlyList<string> Subjects()
    {
        if (InputObject is { } input && !IsCluster(input))
        {
            return [Properties.Name(input)];
        }

        return Named is { Count: > 0 } named
            ? named.Cast<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToArray()
            : [Environment.MachineName];
    }

    private string? ClusterOfInput() => InputObject is { } input && IsCluster(input) ? Properties.Name(input) : null;

    private static bool IsCluster(PSObject input) => input.TypeNames.Contains(ClusterType);
}

using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Test-ClusterNodeReadiness: compares a machine that returns with the node that left.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ClusterNodeReadiness")]
[OutputType(typeof(ClusterNodeReadiness))]
[OutputType(typeof(bool))]
public sealed class TestClusterNodeReadinessCommand : ClusterCommandBase
{
    private const int WaitActivity = 1702;

    /// <summary>The profile that was recorded before the node left, or its file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ProfileSource? Profile { get; set; }

    /// <summary>The release that it has to run.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(TargetVersionCompleter))]
    [ReleaseTransformation]
    public string TargetVersion { get; set; } = string.Empty;

    /// <summary>The machine that returns, where it has another name than the node.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Machine { get; set; }

    /// <summary>
    /// Names of the old hardware and of the new: tables under Adapters, Initiators and Paths.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Map { get; set; }

    /// <summary>Waits until the machine is ready.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>After how long the wait ends; 0 waits for ever.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSeconds { get; set; }

    /// <summary>The time between two looks.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>Ids of requirements that somebody takes responsibility for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Acknowledge { get; set; } = [];

    /// <summary>Why they are acceptable here.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <summary>Puts out only whether the machine may be added.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterNodeProfile profile = Profile!.Read(FullPath, this);
        ClusterNodeReadiness readiness = Look(profile);
        DateTimeOffset begun = Access.Clock.Now;
        while (Wait && !readiness.Ready && !IsOver(begun))
        {
            Show(readiness);
            Access.Clock.Wait(TimeSpan.FromSeconds(IntervalSeconds), StopToken);
            StopToken.ThrowIfCancellationRequested();
            readiness = Look(profile);
        }

        if (Wait)
        {
            WriteProgress(new ProgressRecord(WaitActivity, "Waiting for a machine", "Ended")
            {
                RecordType = ProgressRecordType.Completed,
            });
        }

        WriteObject(Quiet ? readiness.Ready : readiness);
    }

    private bool IsOver(DateTimeOffset begun) =>
        TimeoutSeconds > 0 && Access.Clock.Now - begun >= TimeSpan.FromSeconds(TimeoutSeconds);

    private ClusterNodeReadiness Look(ClusterNodeProfile profile)
    {
        string machine = Machine ?? profile.Node;
        JsonObject request = new()
        {
            ["operation"] = "readiness",
            ["profile"] = profile.ToNode(),
            ["machine"] = machine,
            ["target"] = TargetVersion,
        };
        if (Facts(machine) is { } facts)
        {
            request["facts"] = facts;
        }

        if (Acknowledge.Length > 0)
        {
            request["acknowledgements"] = new JsonArray(
                Responsibility.Acknowledgements(Acknowledge, Reason, Access.Clock.Now).ToArray<JsonNode?>());
        }

        if (Map is not null)
        {
            request["map"] = HardwareMap();
        }

        using JsonDocument answer = Ask(NativeFunction.Profile, request);
        return new ClusterNodeReadiness(answer.RootElement, profile.Cluster);
    }

    /// <summary>What the machine tells, and what the directory and the name service tell of its account.</summary>
    private JsonNode? Facts(string machine)
    {
        if (Access.Nodes.Facts(machine)["facts"] is not { } read)
        {
            return null;
        }

        JsonObject whole = new() { ["name"] = machine, ["machine"] = read.DeepClone() };
        if (Access.Nodes.Surroundings([machine], [])["accounts"] is JsonObject accounts)
        {
            WhatNodesTell.AddAccounts(new JsonObject { ["machines"] = new JsonArray(whole) }, accounts);
        }

        return whole["machine"]!.DeepClone();
    }

    private void Show(ClusterNodeReadiness readiness)
    {
        string first = readiness.Findings.FirstOrDefault(finding => finding.Refuses)?.Message ?? "not ready";
        int missing = readiness.Findings.Count(finding => finding.Refuses);
        string status = $"{missing} missing: {first}";
        WriteProgress(new ProgressRecord(WaitActivity, $"Waiting for {readiness.Machine}", status));
    }

    private JsonObject HardwareMap()
    {
        JsonObject map = [];
        foreach (DictionaryEntry part in Map!)
        {
            string name = Convert.ToString(part.Key, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
            string field = name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);
            map[field] = Pairs(part.Value as Hashtable);
        }

        return map;
    }

    private static JsonObject Pairs(Hashtable? table)
    {
        JsonObject pairs = [];
        foreach (DictionaryEntry pair in table ?? [])
        {
            pairs[$"{pair.Key}"] = $"{pair.Value}";
        }

        return pairs;
    }
}

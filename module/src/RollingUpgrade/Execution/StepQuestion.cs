using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Documents;
using RollingUpgrade.Guard;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Asks the rules of one step of a run of what is read right before it.</summary>
internal sealed class StepQuestion
{
    private readonly ClusterAccess _cluster;
    private readonly JsonElement _plan;
    private readonly JsonObject _policy;
    private readonly CancellationToken _stopping;
    private readonly RememberedMachines _machines;

    /// <param name="cluster">The seams and the clock.</param>
    /// <param name="plan">The plan, for its release and its policy.</param>
    /// <param name="answers">What people stand for in this session, which counts before what the plan holds.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    internal StepQuestion(ClusterAccess cluster, JsonElement plan, JsonObject answers, CancellationToken stopping)
    {
        _cluster = cluster;
        _plan = plan;
        _policy = Policy(plan, answers);
        _stopping = stopping;
        long seconds = plan.Part("policy")?.Part("factAgeSeconds") is { } limit ? limit.GetInt64() : 900;
        _machines = new RememberedMachines(cluster, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>What was known of a machine does not hold any more.</summary>
    internal void Forget(string? machine) => _machines.Forget(machine);

    private static JsonObject Policy(JsonElement plan, JsonObject answers)
    {
        JsonObject policy = plan.Part("policy")?.ToNode()?.AsObject() ?? [];
        foreach (KeyValuePair<string, JsonNode?> answer in answers)
        {
            JsonArray all = [];
            foreach (JsonNode? one in (answer.Value as JsonArray ?? []).Concat(policy[answer.Key] as JsonArray ?? []))
            {
                all.Add(one?.DeepClone());
            }

            policy[answer.Key] = all;
        }

        return policy;
    }

    /// <summary>What is a warning about a VM keeps its version from being raised.</summary>
    private static string[] Severities(GuardedStep step) =>
        step == GuardedStep.VirtualMachineVersions ? ["block", "error", "warn"] : ["block", "error"];

    /// <summary>The findings that weigh BLOCK or ERROR; before a version is raised those that warn, too.</summary>
    /// <exception cref="NativeException">What the rules need could not be read.</exception>
    internal JsonNode Ask(string moment, string? node)
    {
        CaptureContext context = new(_cluster.Commands, _machines, static _ => { });
        GuardedStep step = (GuardedStep)Enum.Parse(typeof(GuardedStep), moment, ignoreCase: true);
        JsonObject inventory = new StepFacts(context, _cluster.Clock, _stopping).Read(step, node is null ? [] : [node]);
        JsonObject request = new()
        {
            ["inventory"] = inventory,
            ["target"] = _plan.GetProperty("change").Text("toRelease"),
            ["moment"] = moment,
            ["policy"] = _policy.DeepClone(),
            ["severities"] = JsonReading.ToArray(Severities(step)),
            ["at"] = JsonReading.Format(_cluster.Clock.Now),
        };
        if (node is not null)
        {
            request["node"] = node;
        }

        using JsonDocument report = NativeCore.Invoke(NativeFunction.Check, request);
        return report.RootElement.GetProperty("findings").ToNode()!;
    }
}

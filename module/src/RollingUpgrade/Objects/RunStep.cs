namespace RollingUpgrade;

/// <summary>One step of a run and how far it has come.</summary>
public sealed class RunStep
{
    private RunStep(PlanStep step, RunStepState state, DateTimeOffset? at)
    {
        Number = step.Number;
        Action = step.Action;
        Target = step.Target;
        Reason = step.Reason;
        State = state;
        At = at;
    }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>What it does.</summary>
    public string Action { get; }

    /// <summary>To what: a node, a role, a pool, the cluster.</summary>
    public string Target { get; }

    /// <summary>How far it has come.</summary>
    public RunStepState State { get; }

    /// <summary>When the story told of it first; null where it has not begun, and of moves that others made.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>Why it is done.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Action} {Target}: {State}";

    /// <summary>The steps of a plan as a story left them: what comes before the last step that it tells of is done.
    /// </summary>
    internal static RunStep[] Of(UpgradePlan plan, IReadOnlyList<RunLine> lines, RollingUpgradeState state)
    {
        int last = lines.Select(line => line.Step).DefaultIfEmpty(0).Max();
        Dictionary<int, DateTimeOffset> begun = lines
            .GroupBy(line => line.Step)
            .ToDictionary(step => step.Key, step => step.Min(line => line.At));
        return plan.Steps
            .Select(step => new RunStep(
                step,
                state == RollingUpgradeState.Completed || step.Number < last
                    ? RunStepState.Done
                    : step.Number == last ? RunStepState.InHand : RunStepState.Open,
                begun.TryGetValue(step.Number, out DateTimeOffset at) ? at : null))
            .ToArray();
    }
}

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

    /// <summary>
    /// The steps of a plan as a story left them: what comes before the last step that it tells of is done. Where nodes
    /// are out together, that holds for each of them.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lines">The story.</param>
    /// <param name="state">The state of the run.</param>
    /// <param name="nodesDone">Nodes whose turn is over.</param>
    internal static RunStep[] Of(
        UpgradePlan plan,
        IReadOnlyList<RunLine> lines,
        RollingUpgradeState state,
        IReadOnlyCollection<string> nodesDone)
    {
        int last = lines.Select(line => line.Step).DefaultIfEmpty(0).Max();
        Dictionary<int, DateTimeOffset> begun = lines
            .GroupBy(line => line.Step)
            .ToDictionary(step => step.Key, step => step.Min(line => line.At));
        Dictionary<int, PlanNode> turns = Together(plan);
        int Reached(int number) => !turns.TryGetValue(number, out PlanNode? turn) || last > turn.LastStep ? last
            : nodesDone.Contains(turn.ReturnsAs, StringComparer.OrdinalIgnoreCase) ? int.MaxValue
            : begun.Keys.Where(step => turns.TryGetValue(step, out PlanNode? other) && other == turn)
                .DefaultIfEmpty(0).Max();
        return plan.Steps
            .Select(step => new RunStep(
                step,
                StateOf(step.Number, Reached(step.Number), state),
                begun.TryGetValue(step.Number, out DateTimeOffset at) ? at : null))
            .ToArray();
    }

    private static RunStepState StateOf(int number, int reached, RollingUpgradeState state) =>
        state == RollingUpgradeState.Completed || number < reached ? RunStepState.Done
        : number == reached ? RunStepState.InHand
        : RunStepState.Open;

    /// <summary>Whether a plan has nodes that are out together.</summary>
    internal static bool AreTogether(UpgradePlan plan) =>
        plan.Nodes.Select(node => node.FirstStep).Distinct().Count() < plan.Nodes.Count;

    /// <summary>Whose turn a step belongs to, for nodes that are out together: that of the node that is named next.
    /// </summary>
    private static Dictionary<int, PlanNode> Together(UpgradePlan plan)
    {
        Dictionary<int, PlanNode> turns = [];
        foreach (PlanNode[] wave in plan.Nodes.GroupBy(node => node.FirstStep).Select(wave => wave.ToArray()))
        {
            PlanNode of = wave[0];
            for (int number = wave[0].LastStep; wave.Length > 1 && number >= wave[0].FirstStep; number--)
            {
                PlanStep step = plan.Steps[number - 1];
                of = wave.FirstOrDefault(node => step.Kind != "moveRole" && IsOf(step, node)) ?? of;
                turns[number] = of;
            }
        }

        return turns;
    }

    private static bool IsOf(PlanStep step, PlanNode node) =>
        step.Target.Equals(node.Node, StringComparison.OrdinalIgnoreCase)
        || step.Target.Equals(node.ReturnsAs, StringComparison.OrdinalIgnoreCase);
}

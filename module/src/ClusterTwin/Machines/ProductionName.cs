namespace ClusterTwin.Machines;

/// <summary>A command that could reach a machine by its name, and what becomes of it while a twin is entered.</summary>
internal sealed class ProductionName
{
    public ProductionName(string name, string module)
    {
        Name = name;
        Module = module;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The module that the original lives in; empty for a program.</summary>
    public string Module { get; }

    /// <summary>What the arguments without a name stand for, in order.</summary>
    public string[] Positions { get; init; } = [];

    /// <summary>The parameters that the twin's answer heeds; any other is refused by name.</summary>
    public string[] Heeded { get; init; } = [];

    /// <summary>Switches among the heeded parameters, for engines that lack the original.</summary>
    public string[] Switches { get; init; } = [];

    /// <summary>Whether what comes through the pipeline names machines.</summary>
    public bool TargetsFromPipeline { get; init; }

    /// <summary>Whether its paths may lead to a machine.</summary>
    public bool TakesPaths { get; init; }

    /// <summary>Whether what comes through the pipeline are paths.</summary>
    public bool PathsFromPipeline { get; init; }

    /// <summary>Answers for one machine; none where the twin does not model it.</summary>
    public Func<GuardedCall, string, IEnumerable<object>>? Answer { get; init; }

    /// <summary>Answers a call that names no machine, instead of the original.</summary>
    public Action<GuardedCall>? AnswerLocally { get; init; }

    /// <summary>
    /// Whether a call that names no machine is refused: it would change this computer, which no rehearsal means.
    /// </summary>
    public bool IsRefusedLocally { get; init; }

    /// <summary>Whether it is a program, such as <c>ping</c>.</summary>
    public bool IsProgram => Module.Length == 0;
}

using System.Management.Automation;

namespace RollingUpgrade.Commands;

/// <summary>
/// What a call says itself of the policy of a new plan; what is not set keeps the core's default, or what a policy file
/// says.
/// </summary>
internal interface IPolicyParameters
{
    /// <summary>How a node gets its new operating system.</summary>
    string? Method { get; }

    /// <summary>The nodes in the order in which they go out.</summary>
    string[] NodeOrder { get; }

    /// <summary>Where roles are when all is done.</summary>
    string? Placement { get; }

    /// <summary>What there should be as little of as possible: moves, or memory that is moved.</summary>
    string? Minimize { get; }

    /// <summary>Memory that each host keeps for itself, in MiB.</summary>
    long? HostReserveMiB { get; }

    /// <summary>Whether one more failing node must find room at every step, too.</summary>
    SwitchParameter RequireReserve { get; }

    /// <summary>Virtual machines of low priority that the first new node runs before it takes more.</summary>
    int? CanaryCount { get; }

    /// <summary>How long they run there before the next node goes out.</summary>
    TimeSpan? SoakTime { get; }

    /// <summary>How many nodes may be out at the same time: a number, or Auto.</summary>
    string? MaxConcurrentNodes { get; }

    /// <summary>After how many nodes the plan ends.</summary>
    int? StopAfterNode { get; }

    /// <summary>Machines that join before the first node leaves, and stay.</summary>
    string[] SpareNode { get; }

    /// <summary>Machines that join before the first node leaves, and leave again after the last.</summary>
    string[] TemporaryNode { get; }

    /// <summary>Nodes that leave for good.</summary>
    string[] RetiredNode { get; }

    /// <summary>Whether a machine that takes the place of a node joins before that node leaves.</summary>
    SwitchParameter ReplacementsJoinFirst { get; }

    /// <summary>When work may go on.</summary>
    string[] Window { get; }

    /// <summary>An exported journal of a run that is over.</summary>
    string? LearnFrom { get; }
}

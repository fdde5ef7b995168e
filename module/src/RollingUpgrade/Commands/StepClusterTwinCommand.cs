using System.Management.Automation;
using RollingUpgrade.Errors;
using RollingUpgrade.Twins;

namespace RollingUpgrade.Commands;

/// <summary>Step-ClusterTwin: lets virtual time pass.</summary>
[Cmdlet(VerbsCommon.Step, "ClusterTwin", DefaultParameterSetName = SecondsSet)]
[OutputType(typeof(ClusterTwin))]
public sealed class StepClusterTwinCommand : RollingUpgradeCommand
{
    private const string SecondsSet = "Seconds";
    private const string MinutesSet = "Minutes";
    private const string TimeSpanSet = "TimeSpan";

    /// <summary>How many seconds pass.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SecondsSet)]
    [ValidateRange(0L, 315360000L)]
    public long Seconds { get; set; }

    /// <summary>How many minutes pass.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MinutesSet)]
    [ValidateRange(0L, 5256000L)]
    public long Minutes { get; set; }

    /// <summary>How much time passes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TimeSpanSet)]
    public TimeSpan TimeSpan { get; set; }

    /// <summary>The twin; without it the one that the session has entered.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterTwin? Twin { get; set; }

    /// <summary>Puts the twin out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterTwin twin = Twin
            ?? (TwinEntries.Current is { } entered ? new ClusterTwin(entered) : throw Failures.TwinNotEntered());
        long seconds = ParameterSetName switch
        {
            MinutesSet => Minutes * 60,
            TimeSpanSet => (long)Math.Ceiling(TimeSpan.TotalSeconds),
            _ => Seconds,
        };
        twin.Twin.Call(this, "step", ("seconds", Math.Max(seconds, 0)));
        if (PassThru)
        {
            WriteObject(twin);
        }
    }
}

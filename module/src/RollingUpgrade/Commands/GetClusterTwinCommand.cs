using System.Management.Automation;
using RollingUpgrade.Twins;

namespace RollingUpgrade.Commands;

/// <summary>Get-ClusterTwin: the twins that this session has made, or the one that it has entered.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterTwin")]
[OutputType(typeof(ClusterTwin))]
public sealed class GetClusterTwinCommand : RollingUpgradeCommand
{
    /// <summary>Names of clusters; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only the twin that the session's cluster cmdlets see now.</summary>
    [Parameter]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        if (Current)
        {
            if (TwinEntries.Current is { } entered)
            {
                WriteObject(new ClusterTwin(entered));
            }

            return;
        }

        WildcardPattern[] patterns =
            [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        WriteObject(
            TwinList.All.Where(twin => patterns.Any(pattern => pattern.IsMatch(twin.Name))),
            enumerateCollection: true);
    }
}

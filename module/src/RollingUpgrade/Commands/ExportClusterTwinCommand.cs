using System.Management.Automation;
using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Twins;

namespace RollingUpgrade.Commands;

/// <summary>Export-ClusterTwin: saves the whole state of a twin.</summary>
[Cmdlet(VerbsData.Export, "ClusterTwin", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportClusterTwinCommand : RollingUpgradeCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The twin; without it the one that the session has entered.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterTwin? Twin { get; set; }

    /// <summary>Puts the file out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterTwin twin = Twin
            ?? (TwinEntries.Current is { } entered ? new ClusterTwin(entered) : throw Failures.TwinNotEntered());
        string full = FullPath(Path);
        if (!ShouldProcess(full, $"Write the state of the twin {twin.Name}"))
        {
            return;
        }

        JsonElement state = twin.Twin.Call(this, "state");
        DocumentFile.Write(full, state.GetRawText() + "\n");
        if (PassThru)
        {
            WriteObject(new FileInfo(full));
        }
    }
}

using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Export-RollingUpgradeReport: writes a plan or a run as one HTML file.</summary>
[Cmdlet(VerbsData.Export, "RollingUpgradeReport", DefaultParameterSetName = PlanSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRollingUpgradeReportCommand : RollingUpgradeCommand
{
    private const string PlanSet = "Plan";
    private const string ResultSet = "Result";
    private const string RunSet = "Run";
    private const string RunIdSet = "RunId";

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>A plan, or the path of a file that holds one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PlanSource? Plan { get; set; }

    /// <summary>What Invoke-RollingUpgrade put out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResultSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public RollingUpgradeResult? Result { get; set; }

    /// <summary>A run as Get-RollingUpgrade puts it out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RunSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public RollingUpgradeRun? Run { get; set; }

    /// <summary>The id of a run that the journal keeps.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RunIdSet)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string RunId { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void Execute()
    {
        JsonObject request = ParameterSetName switch
        {
            ResultSet => ReportRequest.Of(Result!),
            RunSet => OfJournal(Run!.RunId),
            RunIdSet => OfJournal(RunId),
            _ => new JsonObject { ["plan"] = Plan!.Read(FullPath, this).ToNode() },
        };
        using JsonDocument report = Ask(NativeFunction.Report, request);
        string html = report.RootElement.GetString() ?? string.Empty;
        string full = FullPath(Path);
        if (ShouldProcess(full, "Write the report"))
        {
            DocumentFile.Write(full, html);
            WriteObject(new FileInfo(full));
        }
    }

    private JsonObject OfJournal(string runId)
    {
        using JournalFile journal = JournalFile.Open(this);
        return ReportRequest.Of(journal, runId, this);
    }
}

using System.Management.Automation;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>Export-RollingUpgradeJournal: writes one run as JSON lines.</summary>
[Cmdlet(VerbsData.Export, "RollingUpgradeJournal", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRollingUpgradeJournalCommand : RollingUpgradeCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The run; without it the newest of the journal.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        using JournalFile journal = JournalFile.Open(this);
        string runId = RunId ?? Newest(journal);
        string text = journal.Export(runId);
        string full = FullPath(Path);
        if (ShouldProcess(full, $"Write the journal of the run {runId}"))
        {
            DocumentFile.Write(full, text);
            WriteObject(new FileInfo(full));
        }
    }

    private static string Newest(JournalFile journal) =>
        journal.List().FirstOrDefault() is { ValueKind: System.Text.Json.JsonValueKind.Object } newest
            ? newest.Text("runId") ?? string.Empty
            : throw Failures.NothingKept();
}

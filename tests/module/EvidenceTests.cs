using System.IO.Compression;
using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>What a support case needs is gathered where a run pauses or stops, and its path is told.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public void A_run_that_pauses_leaves_an_archive_with_logs_events_report_and_journal()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        PSObject result = Assert.Single(session.Succeed(
            "Invoke-RollingUpgrade 2022 -EvidencePath ./evidence -BeforeNode { throw 'not today' }"));
        Assert.Equal("Paused", result.Properties["State"].Value.ToString());
        string path = Assert.Single(Directory.GetFiles(Path.Combine(session.Folder, "evidence")));
        Assert.Contains(session.Warnings, line => line.Contains(path, StringComparison.Ordinal));
        using ZipArchive archive = ZipFile.OpenRead(path);
        string[] names = [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "Node1_cluster.log", "Node2_cluster.log", "Node3_cluster.log",
                "events.json", "journal.jsonl", "status.json", "validation.htm",
            ],
            names);
        using StreamReader journal = new(archive.GetEntry("journal.jsonl")!.Open());
        Assert.Contains("not today", journal.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_one_too_and_a_folder_that_can_not_be_made_is_told()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        File.WriteAllText(Path.Combine(session.Folder, "taken"), "a file");
        Func<string> stop = () => OtherProcess.Run(
            $"Import-Module '{Conformance.Tests.StagedModule.Folder}'; "
            + "Get-RollingUpgrade -IncludeRehearsal | Stop-RollingUpgrade").Output;
        const string Run = "param($Stop) Invoke-RollingUpgrade 2022 -EvidencePath {0} -BeforeNode {{ $Stop.Invoke() }}";
        foreach ((string folder, int archives) in new[] { ("./taken/evidence", 0), ("./evidence", 1) })
        {
            PSObject result = Assert.Single(session.Succeed(
                string.Format(System.Globalization.CultureInfo.InvariantCulture, Run, folder), stop));
            Assert.Equal("Stopped", result.Properties["State"].Value.ToString());
            string place = Path.Combine(session.Folder, "evidence");
            Assert.Equal(archives, Directory.Exists(place) ? Directory.GetFiles(place).Length : 0);
            string told = archives == 0 ? "The evidence was not gathered" : "The evidence for a support case lies in";
            Assert.Contains(session.Warnings, line => line.StartsWith(told, StringComparison.Ordinal));
        }
    }
}

using System.Buffers.Binary;
using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>A journal that can't be used has an error id for each reason, and the cluster is left alone.</summary>
public sealed class JournalTests
{
    private const string LimitVariable = "ROLLING_UPGRADE_JOURNAL_KIB";

    /// <summary>Where a SQLite file keeps the form of its tables, a number of four bytes.</summary>
    private const int Form = 60;

    [Fact]
    public void A_journal_of_a_newer_version_is_left_alone() =>
        IsRefused("JournalNewer", journal => Change(journal, bytes => BinaryPrimitives.WriteInt32BigEndian(
            bytes.AsSpan(Form), 99)));

    [Fact]
    public void A_journal_that_was_overwritten_is_left_alone() =>
        IsRefused("JournalDamaged", journal => Change(journal, bytes => bytes.AsSpan(4096).Fill(0x5a)));

    [Fact]
    public void A_journal_that_was_cut_off_is_left_alone() => IsRefused(
        "JournalDamaged",
        journal =>
        {
            using FileStream file = File.OpenWrite(journal);
            file.SetLength(file.Length / 2);
        });

    [Fact]
    public void A_journal_that_may_not_be_written_is_left_alone() =>
        IsRefused("JournalReadOnly", journal => File.SetAttributes(journal, FileAttributes.ReadOnly));

    [Fact]
    public void A_disk_that_is_full_stops_a_run_before_its_next_action_and_it_goes_on_with_room()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string before = Assert.Single(session.Texts("Get-RollingUpgrade; $twin.Revision"));
        Environment.SetEnvironmentVariable(LimitVariable, "0");
        try
        {
            session.Run("Invoke-RollingUpgrade 2022");
            Assert.Equal("JournalDiskFull", Id(session));
            Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));

            // The run is kept, and the disk runs full while it is under way.
            Environment.SetEnvironmentVariable(LimitVariable, "256");
            session.Run("Invoke-RollingUpgrade 2022");
        }
        finally
        {
            Environment.SetEnvironmentVariable(LimitVariable, null);
        }

        Assert.Equal("JournalDiskFull", Id(session));
        Assert.Equal(["Running"], session.Texts("(Get-RollingUpgrade).State"));
        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
    }

    private static void IsRefused(string id, Action<string> spoil)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022 -BeforeNode { throw 'not today' }");
        string folder = Environment.GetEnvironmentVariable("ROLLING_UPGRADE_DATA")!;
        string journal = Path.Combine(folder, "journal.db");
        spoil(journal);
        byte[] spoiled = File.ReadAllBytes(journal);
        string before = Assert.Single(session.Texts("$twin.Revision"));
        foreach (string command in new[] { "Invoke-RollingUpgrade 2022", "Invoke-RollingUpgrade -Resume" })
        {
            session.Run(command);
            Assert.Equal(id, Id(session));
            Assert.NotEmpty(session.Errors[0].ErrorDetails.RecommendedAction);
        }

        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
        Assert.Equal(spoiled, File.ReadAllBytes(journal));
        File.SetAttributes(journal, FileAttributes.Normal);
    }

    private static string Id(ModuleSession session) =>
        Assert.Single(session.Errors).FullyQualifiedErrorId.Split(',')[0];

    private static void Change(string path, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }
}

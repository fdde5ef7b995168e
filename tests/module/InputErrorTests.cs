using System.Management.Automation;
using System.Text;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Input that is wrong: each kind has its own error id and its remedy, and nothing changes.</summary>
public sealed class InputErrorTests
{
    private const string Head =
        """{"schema":"rolling-upgrade/inventory/1","cluster":{"name":"c","functionalLevel":8},""";

    private const string Node = """{"name":"n1","id":1}""";

    public static TheoryData<string, string, string?> Table => new()
    {
        { "not json", "DocumentNotJson", null },
        { """{"schema":"rolling-upgrade/plan/1"}""", "SchemaMismatch", "schema" },
        { """{"schema":"rolling-upgrade/inventory/2"}""", "SchemaNewer", "schema" },
        { $$"""{{Head}}"nodes":[{"name":"n1","id":1,"colour":"red"}]}""", "UnknownField", "nodes[0].colour" },
        { $$"""{{Head}}"nodes":[{{Node}},{"name":"N1","id":2}]}""", "DuplicateName", "nodes[1].name" },
        { Machine("512", "n2"), "UnknownNode", "roles[0].owner" },
        { Machine("-5", "n1"), "FieldInvalid", "roles[0].virtualMachine.memory.assignedMiB" },
        { Machine("99999999999999", "n1"), "QuantityAbsurd", "roles[0].virtualMachine.memory.assignedMiB" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_wrong_inventory_is_refused_with_its_place(string text, string id, string? subject)
    {
        using ModuleSession session = new();
        string path = session.Write("cluster.json", Encoding.UTF8.GetBytes(text));
        Refused(session, "New-ClusterTwin -Path ./cluster.json", id, "NewClusterTwin", subject);
        Refused(
            session, "Test-RollingUpgrade 2016 -Path ./cluster.json",
            id, "TestRollingUpgrade", subject);
        Refused(
            session, "New-RollingUpgradePlan 2016 -Path ./cluster.json -OutFile ./plan.json",
            id, "NewRollingUpgradePlan", subject);
        Assert.Equal([path], Directory.GetFiles(session.Folder));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using ModuleSession session = new();
        string path = Path.Combine(session.Folder, "none.json");
        Refused(session, "New-ClusterTwin ./none.json", "FileNotFound", "NewClusterTwin", path);
        Refused(session, "New-ClusterTwin .", "FileAccessFailed", "NewClusterTwin", session.Folder);
        Refused(session, "Invoke-RollingUpgrade -Plan ./none.json", "FileNotFound", "InvokeRollingUpgrade", path);
        Refused(
            session, "Export-RollingUpgradeReport ./out.html -Plan ./none.json",
            "FileNotFound", "ExportRollingUpgradeReport", path);
    }

    [Fact]
    public void A_file_with_a_wrong_document_is_named()
    {
        using ModuleSession session = new();
        session.Write("mine.json", Encoding.UTF8.GetBytes("""{"schema":"rolling-upgrade/policy/1"}"""));
        foreach (string command in new[]
        {
            "Test-RollingUpgrade 2016 -Path ./mine.json",
            "Invoke-RollingUpgrade -Plan ./mine.json",
            "Test-ClusterNodeReadiness ./mine.json 2016",
        })
        {
            session.Run(command);
            ErrorRecord error = Assert.Single(session.Errors);
            Assert.StartsWith("SchemaMismatch,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("mine.json", error.Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_name_of_a_node_is_no_profile_and_the_error_says_what_is()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Run("Test-ClusterNodeReadiness Node1 2022");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("FileNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(
            "Export-ClusterNodeProfile Node1", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        using ModuleSession session = new();
        session.Write("cluster.json", [0xff, 0xfe, (byte)'{', (byte)'}']);
        Refused(session, "New-ClusterTwin ./cluster.json", "DocumentNotUtf8", "NewClusterTwin", null);
        Refused(
            session, "Invoke-RollingUpgrade -Plan ./cluster.json",
            "DocumentNotUtf8", "InvokeRollingUpgrade", null);
    }

    [Fact]
    public void A_file_of_a_gigabyte_is_refused_by_its_size()
    {
        using ModuleSession session = new();
        string path = Path.Combine(session.Folder, "large.json");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(1L << 30);
        }

        long before = GC.GetTotalAllocatedBytes();
        Refused(session, "New-ClusterTwin ./large.json", "DocumentTooLarge", "NewClusterTwin", path);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20, "The file was read before it was refused.");
    }

    [Fact]
    public void A_document_of_64_megabytes_is_handled()
    {
        using ModuleSession session = new();
        string text = File.ReadAllText(StagedModule.Scenario("contoso-2012r2")) + new string(' ', 64 << 20);
        session.Write("cluster.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal(["CONTOSO"], session.Texts("(New-ClusterTwin ./cluster.json).Name"));
    }

    [Theory]
    [InlineData("not json", "DocumentNotJson")]
    [InlineData("[]", "SchemaMismatch")]
    [InlineData("""{"schema":"rolling-upgrade/inventory/1"}""", "SchemaMismatch")]
    [InlineData("""{"schema":"rolling-upgrade/plan/1","steps":7}""", "FieldInvalid")]
    public void A_wrong_plan_is_refused(string text, string id)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string before = Assert.Single(session.Texts("$twin.Revision"));
        session.Write("plan.json", Encoding.UTF8.GetBytes(text));
        Refused(session, "Invoke-RollingUpgrade -Plan ./plan.json", id, "InvokeRollingUpgrade", null);
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
        Assert.Empty(session.Texts("Get-RollingUpgrade"));
    }

    [Theory]
    [InlineData("2017")]
    [InlineData("2012R2")]
    public void A_version_that_can_not_be_reached_is_refused(string target)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Run("param($Target) New-RollingUpgradePlan $Target", target);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], new[] { "TargetInvalid", "PreflightFailed" });
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_journal_that_is_not_ours_is_left_alone()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string folder = Environment.GetEnvironmentVariable("ROLLING_UPGRADE_DATA")!;
        Directory.CreateDirectory(folder);
        string journal = Path.Combine(folder, "journal.db");
        File.WriteAllText(journal, "somebody's notes");
        string before = Assert.Single(session.Texts("$twin.Revision"));

        session.Run("Invoke-RollingUpgrade 2022");

        Assert.Equal(
            "JournalInvalid,RollingUpgrade.Commands.InvokeRollingUpgradeCommand",
            Assert.Single(session.Errors).FullyQualifiedErrorId);
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
        Assert.Equal("somebody's notes", File.ReadAllText(journal));
    }

    private static void Refused(ModuleSession session, string line, string id, string command, string? subject)
    {
        Assert.Empty(session.Run(line));
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal($"{id},RollingUpgrade.Commands.{command}Command", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.EndsWith(".", error.ErrorDetails.Message, StringComparison.Ordinal);
        if (subject is not null)
        {
            Assert.Equal(subject, error.TargetObject);
        }
    }

    private static string Machine(string memory, string owner) =>
        $$$$"""
        {{{{Head}}}}"nodes":[{{{{Node}}}}],
        "roles":[{"name":"r","id":"1","kind":"virtualMachine","owner":"{{{{owner}}}}",
        "virtualMachine":{"id":"2","configurationVersion":"5.0",
        "memory":{"assignedMiB":{{{{memory}}}},"startupMiB":512}}}]}
        """;
}

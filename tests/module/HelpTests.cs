using System.Management.Automation;
using Conformance.Tests;
using Module.Tests.Help;
using Xunit;

namespace Module.Tests;

/// <summary>The help: pages for people in docs/en-US, and what Get-Help reads, written from them.</summary>
/// <remarks><c>UPDATE_HELP=1</c> writes the shipped files anew.</remarks>
public sealed class HelpTests
{
    private static string Pages { get; } = Path.Combine(StagedModule.Checkout, "docs", "en-US");

    private static string Shipped { get; } =
        Path.Combine(StagedModule.Checkout, "module", "RollingUpgrade", "en-US");

    public static TheoryData<string> Cmdlets => [.. PageNames("*-*.md")];

    public static TheoryData<string> Topics => [.. PageNames("about_*.md")];

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet()
    {
        using ModuleSession session = new();
        Assert.Equal(
            session.Texts("(Get-Module RollingUpgrade).ExportedCommands.Keys").Order(), PageNames("*-*.md").Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_page_says_what_each_parameter_is_for(string cmdlet)
    {
        using ModuleSession session = new();
        HelpPage page = HelpPage.Read(Path.Combine(Pages, cmdlet + ".md"));
        Assert.Equal(cmdlet, page.Name);
        Assert.NotEmpty(page.Description);
        Assert.NotEmpty(page.Examples);
        Assert.NotEmpty(page.Outputs);
        Assert.Equal(
            Maml.OwnParameters(Cmdlet(session, cmdlet)).Select(parameter => parameter.Name).Order(),
            page.Parameters.Keys.Order());
    }

    [Fact]
    public void The_shipped_help_is_that_of_the_pages()
    {
        using ModuleSession session = new();
        string text = Maml.Write(PageNames("*-*.md").Order(StringComparer.Ordinal).Select(
            name => (HelpPage.Read(Path.Combine(Pages, name + ".md")), Cmdlet(session, name))));
        Compare(Path.Combine(Shipped, "RollingUpgrade.dll-Help.xml"), text);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_shipped_topics_are_those_of_the_pages(string topic) =>
        Compare(Path.Combine(Shipped, topic + ".help.txt"), AboutTopic.Write(Path.Combine(Pages, topic + ".md")));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Get_Help_says_what_the_cmdlet_does_with_an_example(string cmdlet)
    {
        using ModuleSession session = new();
        HelpPage page = HelpPage.Read(Path.Combine(Pages, cmdlet + ".md"));
        string[] help = session.Texts(
            """
            param($Name)
            $help = Get-Help $Name -Full
            $help.Synopsis
            @($help.examples.example).Count
            @($help.examples.example)[0].code
            """,
            cmdlet);
        Assert.Equal([page.Synopsis, page.Examples.Count.ToString(), page.Examples[0].Code], help);
    }

    [Theory]
    [InlineData("Suspend-GuardedClusterNode")]
    [InlineData("Resume-GuardedClusterNode")]
    [InlineData("Remove-GuardedClusterNode")]
    [InlineData("Add-GuardedClusterNode")]
    [InlineData("Update-GuardedClusterFunctionalLevel")]
    public void The_help_of_a_guarded_cmdlet_names_what_it_reads(string cmdlet)
    {
        string description = string.Concat(HelpPage.Read(Path.Combine(Pages, cmdlet + ".md")).Description);
        Assert.Contains("It reads ", description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_finds_the_topics(string topic)
    {
        using ModuleSession session = new();
        string text = string.Concat(session.Texts("param($Name) Get-Help $Name", topic));
        Assert.StartsWith("TOPIC", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_example_runs(string cmdlet)
    {
        foreach (HelpExample example in HelpPage.Read(Path.Combine(Pages, cmdlet + ".md")).Examples)
        {
            using ModuleSession session = new();
            string inventory = StagedModule.Scenario("contoso-2012r2");
            session.Write("cluster.json", File.ReadAllBytes(inventory));
            session.Write("policy.yaml", "raisedRules: [{ rule: PRE-15, severity: block }]"u8.ToArray());
            if (!example.Code.Contains("Enter-ClusterTwin", StringComparison.Ordinal))
            {
                session.EnterTwin("contoso-2012r2");
            }

            // Format-List is no command of the bare engine; what it is given is what counts here.
            session.Succeed(example.Code.Replace(" | Format-List", string.Empty, StringComparison.Ordinal));
        }
    }

    private static CmdletInfo Cmdlet(ModuleSession session, string name) => Assert.IsType<CmdletInfo>(
        Assert.Single(session.Succeed("param($Name) Get-Command $Name", name)).BaseObject);

    private static IEnumerable<string> PageNames(string pattern) =>
        Directory.EnumerateFiles(Pages, pattern).Select(path => Path.GetFileNameWithoutExtension(path)!);

    private static void Compare(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_HELP") is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}

using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>A run can be shown as a report later, too, out of the journal.</summary>
public sealed class RunReportTests
{
    [Fact]
    public void A_run_of_the_journal_gives_the_report_that_its_result_gives()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed(
            """
            $result = Invoke-RollingUpgrade 2022 -StopAfterNode 1
            $null = $result | Export-RollingUpgradeReport ./result.html
            $null = Get-RollingUpgrade | Export-RollingUpgradeReport ./run.html
            $null = Export-RollingUpgradeReport ./id.html -RunId $result.RunId
            """);
        string[] reports = new[] { "result", "run", "id" }
            .Select(name => File.ReadAllText(Path.Combine(session.Folder, $"{name}.html"))).ToArray();
        Assert.Contains("Cluster01", reports[0], StringComparison.Ordinal);
        Assert.Single(reports.Distinct());

        session.Run("Export-RollingUpgradeReport ./none.html -RunId none");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("RunNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(session.Folder, "none.html")));
    }
}

using System.Management.Automation;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Maintenance windows, and times that were learned from a run.</summary>
public sealed class WindowTests
{
    [Fact]
    public void A_plan_says_when_each_node_starts_and_in_which_window()
    {
        using ModuleSession session = new();
        string[] said = session.Texts(
            """
            param($Path)
            $plan = New-RollingUpgradePlan 2022 -Path $Path -Window 'daily 22:00-03:00 Europe/Berlin'
            $plan.Calendar.EndsLikelyAt -gt $plan.Calendar.BeginsAt
            $plan.Calendar.FinishBy -gt $plan.Calendar.EndsLikelyAt
            foreach ($node in $plan.Nodes) { $node.WindowClosesAt - $node.StartsAt -gt $node.Estimate.Likely }
            """,
            StagedModule.Scenario("cluster01-2019"));
        Assert.Equal(Enumerable.Repeat("True", 5), said);
    }

    [Fact]
    public void A_window_without_a_zone_takes_that_of_this_machine_and_names_of_Windows_are_known()
    {
        using ModuleSession session = new();
        string[] said = session.Texts(
            """
            param($Path)
            $script = { param($Window) (New-RollingUpgradePlan 2022 -Path $Path -Window $Window).ToJson() }
            foreach ($window in 'Sat,Sun 00:00-24:00', 'Mon-Sun 20:00-08:00 W. Europe Standard Time wide') {
                (& $script $window) -match '"zone": "([^"]+)"'
                $Matches[1]
            }
            """,
            StagedModule.Scenario("cluster01-2019"));
        Assert.Equal(["True", "True"], [said[0], said[2]]);
        Assert.NotEmpty(said[1]);
        Assert.Equal("Europe/Berlin", said[3]);
    }

    [Theory]
    [InlineData("whenever", "RequestInvalid")]
    [InlineData("Sat 22:00-06:00 Europe/Nowhere", "RequestInvalid")]
    [InlineData("daily 22:00-22:30 UTC", "WindowTooShort")]
    public void What_is_no_window_and_what_is_too_short_has_an_error_id(string window, string id)
    {
        using ModuleSession session = new();
        session.Run(
            "param($Path, $Window) New-RollingUpgradePlan 2022 -Path $Path -Window $Window",
            StagedModule.Scenario("cluster01-2019"),
            window);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_run_waits_for_its_windows_and_its_journal_teaches_the_next_plan()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        PSObject result = Assert.Single(session.Succeed(
            "Invoke-RollingUpgrade 2022 -Window 'daily 22:00-02:00 Europe/Berlin'"));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
        Assert.Contains(session.Warnings, text => text.Contains("the gate of the window is closed"));
        string[] said = session.Texts(
            """
            param($Path, $Folder)
            $journal = "$Folder/journal.jsonl"
            Export-RollingUpgradeJournal $journal > $null
            $plan = New-RollingUpgradePlan 2022 -Path $Path -LearnFrom $journal
            $plan.Times | Where-Object From -EQ Learned | ForEach-Object Of
            """,
            StagedModule.Scenario("cluster01-2019"),
            session.Folder);
        Assert.Contains("Install", said);
        Assert.Contains("Join", said);
    }

    [Fact]
    public void Configuration_versions_are_raised_in_windows()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("Invoke-RollingUpgrade 2016 -Commit");
        session.Warnings.Clear();
        PSObject result = Assert.Single(session.Succeed(
            "Update-RollingUpgradeVMVersion -Attest @{ backup = 'done' } -Window 'daily 22:00-23:00 UTC'"));
        Assert.Equal("Completed", result.Properties["State"].Value.ToString());
        Assert.Contains(session.Warnings, text => text.Contains("the gate of the window is closed"));
    }

    [Fact]
    public void Windows_are_completed()
    {
        using ModuleSession session = new();
        string[] offered = session.Texts(
            """
            $line = 'New-RollingUpgradePlan 2016 -Window dai'
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches |
                ForEach-Object CompletionText
            """);
        Assert.StartsWith("'daily 22:00-06:00 ", Assert.Single(offered), StringComparison.Ordinal);
    }
}

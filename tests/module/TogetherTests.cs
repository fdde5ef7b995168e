using System.Globalization;
using Xunit;

namespace Module.Tests;

/// <summary>Nodes that are out together: while one is installed the next one is emptied.</summary>
public sealed class TogetherTests
{
    [Fact]
    public void While_one_node_is_installed_the_next_one_is_emptied()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$script:run = Invoke-RollingUpgrade 2016 -MaxConcurrentNodes 2 -Commit");
        Assert.Equal(["Completed"], session.Texts("$script:run.State"));
        string[] waves = session.Texts("$script:run.Plan.Nodes | ForEach-Object { \"$($_.Wave) $($_.Node)\" }");
        string[] pair = waves.Select(text => text.Split(' ')).GroupBy(parts => parts[0], parts => parts[1])
            .First(wave => wave.Count() > 1).ToArray();
        string[] texts = session.Texts(
            "$script:run.Lines | Where-Object { $_.Kind -eq 'intent' } | ForEach-Object { $_.Text }");
        int Place(string command) => Array.FindIndex(
            texts, text => text.StartsWith(command, true, CultureInfo.InvariantCulture));
        int installed = Place($"on {pair[0]}: install");
        int emptied = Place($"Suspend-ClusterNode -Name {pair[1]}");
        Assert.True(installed >= 0 && installed < emptied && emptied < Place($"Add-ClusterNode -Name {pair[0]}"));
        Assert.Equal(["Done"], session.Texts("(Get-RollingUpgrade -Detailed).Steps.State").Distinct());
    }

    [Fact]
    public void A_node_that_fails_does_not_tear_down_the_other()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed(
            "$script:run = Invoke-RollingUpgrade 2016 -MaxConcurrentNodes 2 -InstallNode { param($Node) "
            + "if ($Node -eq 'CONTOSO-HV02') { throw 'no media' } }");
        Assert.Equal(["Paused"], session.Texts("$script:run.State"));
        Assert.Contains("no media", Assert.Single(session.Texts("$script:run.Reason")), StringComparison.Ordinal);
        Assert.Equal(
            ["CONTOSO-HV05", "CONTOSO-HV01", "CONTOSO-HV03"], session.Texts("$script:run.Nodes"));
        string[] steps = session.Texts(
            "(Get-RollingUpgrade -Detailed).Steps | ForEach-Object { \"$($_.Action) $($_.Target) $($_.State)\" }");
        Assert.Contains("Add-ClusterNode CONTOSO-HV03 Done", steps);
        Assert.Single(steps, step => step.EndsWith(" InHand", StringComparison.Ordinal));
        Assert.Contains("Add-ClusterNode CONTOSO-HV02 Open", steps);
        Assert.Contains(steps, step => step.StartsWith("Install 2016", StringComparison.Ordinal)
            && step.EndsWith("CONTOSO-HV02 InHand", StringComparison.Ordinal));

        Assert.Equal(["ReversibleAllNodesNew"], session.Texts("(Invoke-RollingUpgrade -Resume).State"));
        Assert.Equal(4, session.Texts("Get-ClusterNode | Where-Object State -eq Up").Length);
    }
}

using Xunit;

namespace Module.Tests;

/// <summary>A release that several passes lead to, and what is said of the way.</summary>
public sealed class UpgradePathTests
{
    [Fact]
    public void From_2012_R2_to_2025_there_are_four_passes()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$global:path = Test-RollingUpgrade 2025 -AsPath");
        Assert.Equal(
            ["2012R2 to 2016", "2016 to 2019", "2019 to 2022", "2022 to 2025"], session.Texts("$path.Passes"));
        Assert.Contains("PRE-08", session.Texts("$path.Passes[2].Needs | ForEach-Object Rule"));
        // Live migration interrupts nobody; the raise of configuration versions before 2022 shuts every guest down.
        Assert.Empty(session.Texts("$path.Passes[0].Outages"));
        Assert.Equal(["before"], session.Texts("$path.Passes[2].Outages | ForEach-Object Moment").Distinct());
        Assert.Contains(Assert.Single(session.Texts("$path.Advice")), new[] { "roll", "newCluster" });
        Assert.NotEmpty(session.Texts("$path.Reasons"));
        Assert.Equal(["True", "True"], session.Texts(
            "$path.RollingDays.Low -le $path.RollingDays.High; $path.NewClusterDays.Low -gt 0"));
    }

    [Fact]
    public void One_pass_is_no_path()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        Assert.Equal(["0", "True"], session.Texts(
            "$path = Test-RollingUpgrade 2016 -AsPath; $path.Passes.Count; $null -eq $path.Advice"));
    }
}

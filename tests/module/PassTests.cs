using System.Management.Automation;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>A way of several passes: one plan, a run for each pass.</summary>
public sealed class PassTests
{
    [Fact]
    public void A_plan_holds_every_pass()
    {
        using ModuleSession session = new();
        string[] said = session.Texts(
            """
            param($Path)
            $plan = New-RollingUpgradePlan 2025 -Path $Path
            "$($plan.FromVersion) $($plan.ToVersion)"
            foreach ($pass in $plan.Following) { "$($pass.Pass): $($pass.Plan.Nodes.Count)$($pass.Refusal)" }
            @($plan.Following | Where-Object { $_.Versions.Steps.Count -gt 0 }).Count
            """,
            StagedModule.Scenario("contoso-2012r2"));
        Assert.Equal(["2012R2 2016", "2016 to 2019: 4", "2019 to 2022: 4", "2022 to 2025: 4", "1"], said);
    }

    [Fact]
    public void A_run_takes_one_pass_and_resume_takes_the_next()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        PSObject first = Assert.Single(session.Succeed("Invoke-RollingUpgrade 2025 -Commit -Verbose"));
        Assert.Equal("Completed", first.Properties["State"].Value.ToString());
        Assert.Contains(session.Verbose, text => text.Contains("This was pass 1 of 2. What follows: "));
        Assert.Equal(["11"], session.Texts("(FailoverClusters\\Get-Cluster).ClusterFunctionalLevel"));

        // Another release wants other tools on the machine that drives it, which is asked when its pass begins.
        PSObject second = Assert.Single(session.Succeed(
            "Invoke-RollingUpgrade -Resume -Commit -Acknowledge CRD-01 -Reason 'the tools follow'"));
        Assert.Equal("Completed", second.Properties["State"].Value.ToString());
        Assert.Equal(["12"], session.Texts("(FailoverClusters\\Get-Cluster).ClusterFunctionalLevel"));
        session.Run("Invoke-RollingUpgrade -Resume");
        Assert.StartsWith(
            "RunNotFound,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}

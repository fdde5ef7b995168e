using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>What makes a plan wrong behind a run's back: the run goes on with a new one for what is left.</summary>
public sealed class ReplanTests
{
    [Fact]
    public void A_node_that_somebody_took_out_is_planned_anew_and_comes_in_with_the_others()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string stopped = Assert.Single(session.Texts(
            "$script:turns = 0; (Invoke-RollingUpgrade 2022 -NodeOrder Node1, Node2, Node3 "
            + "-BeforeNode { if (++$script:turns -gt 1) { throw 'enough for tonight' } }).State"));
        Assert.Equal("Paused", stopped);
        session.Succeed("Suspend-ClusterNode Node3 -Drain -Wait; Remove-ClusterNode Node3 -Force");

        PSObject stale = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal("Paused", stale.Properties["State"].Value.ToString());
        string reason = $"{stale.Properties["Reason"].Value}";
        Assert.Contains("Node3 is no member any more", reason, StringComparison.Ordinal);

        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume -Commit"));
        Assert.Equal("Completed", result.Properties["State"].Value.ToString());
        Assert.Equal(["Completed", "Replaced"], session.Texts("Get-RollingUpgrade | ForEach-Object State"));
        Assert.Equal(["Up", "Up", "Up"], session.Texts("Get-ClusterNode | ForEach-Object State"));
        Assert.Equal(["11"], session.Texts("(Get-Cluster).ClusterFunctionalLevel"));
        // What the first run borrowed is back.
        Assert.Equal(["2"], session.Texts("(Get-Cluster).AutoBalancerMode"));
        session.Run("Invoke-RollingUpgrade -Resume -RunId (Get-RollingUpgrade)[1].RunId");
        Assert.StartsWith("RunEnded,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_with_the_nodes_that_resume_names()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string stopped = Assert.Single(session.Texts(
            "$script:turns = 0; (Invoke-RollingUpgrade 2016 -NodeOrder CONTOSO-HV04 "
            + "-BeforeNode { if (++$script:turns -gt 1) { throw 'enough for tonight' } }).State"));
        Assert.Equal("Paused", stopped);

        session.Run("Invoke-RollingUpgrade -Resume -SpareNode nobody");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("PlanInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("spareNodes[0]", error.ToString(), StringComparison.Ordinal);

        session.Succeed("Invoke-RollingUpgrade -Resume -RetiredNode CONTOSO-HV03");
        Assert.DoesNotContain("CONTOSO-HV03", session.Texts("Get-ClusterNode | ForEach-Object Name"));
        Assert.Equal(["ReversibleAllNodesNew", "Replaced"], session.Texts("Get-RollingUpgrade | ForEach-Object State"));
    }
}

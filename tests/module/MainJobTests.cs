using System.Globalization;
using System.Management.Automation;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>A whole upgrade through the cluster cmdlets, on every scenario.</summary>
public sealed class MainJobTests
{
    public static TheoryData<string, string, int, int, int> All => Scenarios.All;

    [Theory]
    [MemberData(nameof(All))]
    public void An_upgrade_ends_reversible_and_then_commits(
        string scenario, string target, int levelBefore, int levelAfter, int nodes)
    {
        using ModuleSession session = new ModuleSession().EnterTwin(scenario);
        const string ReadLevel = "(Get-Cluster).ClusterFunctionalLevel";
        int Level() => int.Parse(Assert.Single(session.Texts(ReadLevel)), CultureInfo.InvariantCulture);

        PSObject first = Assert.Single(session.Succeed("param($Target) Invoke-RollingUpgrade $Target", target));
        Assert.Equal("ReversibleAllNodesNew", first.Properties["State"].Value.ToString());
        Assert.Equal(levelBefore, Level());
        Assert.Equal(levelBefore, first.Properties["FunctionalLevel"].Value);
        Assert.Equal(nodes, ((IReadOnlyList<string>)first.Properties["Nodes"].Value).Count);
        Assert.Equal("Invoke-RollingUpgrade -Resume -Commit", first.Properties["ResumeCommand"].Value);

        PSObject second = Assert.Single(session.Succeed(
            "Invoke-RollingUpgrade -Resume -Commit -Attest @{ backup = 'stated for the test' }"));
        Assert.Equal("Completed", second.Properties["State"].Value.ToString());
        Assert.Equal(levelAfter, Level());
        Assert.Null(second.Properties["ResumeCommand"].Value);
        Assert.Equal(first.Properties["RunId"].Value, second.Properties["RunId"].Value);
        Assert.All(session.Texts("Get-ClusterNode | ForEach-Object State"), state => Assert.Equal("Up", state));

        // Live moves interrupt nobody.
        Assert.Empty(session.Run(
            """
            param($Run)
            $virtual = Get-ClusterGroup | Where-Object { "$($_.GroupType)" -eq 'VirtualMachine' } | ForEach-Object Name
            $Run.Downtime | Where-Object { $_.Role -in $virtual -and $_.Unplanned + $_.Planned -gt 0 -and
                $_.Role -ne 'WS2012R2-BUILD' }
            """,
            first));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_module_does_what_was_rehearsed_call_for_call(
        string scenario, string target, int levelBefore, int levelAfter, int nodes)
    {
        Assert.True(levelBefore < levelAfter && nodes > 0);
        using ModuleSession session = new ModuleSession().EnterTwin(scenario);
        string[] story = session.Texts(
            """
            param($Target, $Path)
            $plan = New-RollingUpgradePlan $Target -Path $Path
            $result = Invoke-RollingUpgrade -Plan $plan -Commit -Attest @{ backup = 'stated for the test' }
            $begin = $result.Lines[0].At
            foreach ($line in $result.Lines) {
                $since = $line.At - $begin
                $at = '{0,2}:{1:00}:{2:00}' -f [math]::Floor($since.TotalHours), $since.Minutes, $since.Seconds
                switch ($line.Kind) {
                    'intent' { "$at   $($line.Text) -> ok" }
                    { $_ -in 'state', 'warning' } { "$at * $($line.Text)" }
                }
            }
            """,
            target,
            StagedModule.Scenario(scenario));

        Assert.Equal(Scenarios.RehearsedStory(scenario), story);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_plan_of_the_live_cluster_is_that_of_its_file(
        string scenario, string target, int levelBefore, int levelAfter, int nodes)
    {
        Assert.True(levelBefore < levelAfter && nodes > 0);
        using ModuleSession session = new ModuleSession().EnterTwin(scenario);
        string[] plans = session.Texts(
            """
            param($Target, $Path)
            $live = New-RollingUpgradePlan $Target
            $file = New-RollingUpgradePlan $Target -Path $Path
            foreach ($plan in $live, $file) {
                ($plan.Steps | ForEach-Object { "$($_.Number) $($_.Action) $($_.Target): $($_.Reason)" }) -join "`n"
            }
            """,
            target,
            StagedModule.Scenario(scenario));
        Assert.Equal(plans[1], plans[0]);
    }

    [Fact]
    public void Configuration_versions_are_raised_afterwards_and_not_before()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        const string Versions =
            "Get-ClusterNode | ForEach-Object { Get-VM -ComputerName $_.Name } | ForEach-Object Version";
        session.Succeed("Invoke-RollingUpgrade 2016");

        // All nodes are new, the level is not raised: the old release could still come back.
        session.Run("Update-RollingUpgradeVMVersion");
        Assert.Equal(
            "PreflightFailed,RollingUpgrade.Commands.UpdateRollingUpgradeVMVersionCommand",
            Assert.Single(session.Errors).FullyQualifiedErrorId);
        Assert.All(session.Texts(Versions), version => Assert.Equal("5.0", version));

        session.Succeed(
            "Invoke-RollingUpgrade -Resume -Commit -Attest @{ backup = 'stated for the test' }");
        PSObject one = Assert.Single(session.Succeed("Update-RollingUpgradeVMVersion -Name WEB01"));
        Assert.Equal(["WEB01"], (IReadOnlyList<string>)one.Properties["VersionsRaised"].Value);
        PSObject rest = Assert.Single(session.Succeed("Update-RollingUpgradeVMVersion"));
        Assert.Equal(23, ((IReadOnlyList<string>)rest.Properties["VersionsRaised"].Value).Count);
        Assert.All(session.Texts(Versions), version => Assert.Equal("8.0", version));
        Assert.Empty(session.Succeed("Update-RollingUpgradeVMVersion"));
    }

    [Fact]
    public void A_node_whose_processor_lacks_address_translation_is_refused_before_anything_is_touched()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2-no-slat");
        long revision = Revision(session);

        session.Run("Invoke-RollingUpgrade 2016");

        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal(
            "PreflightFailed,RollingUpgrade.Commands.InvokeRollingUpgradeCommand", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.NotEmpty(LanguagePrimitives.GetEnumerable(error.TargetObject).Cast<object>());
        Assert.Equal(["False"], session.Texts("Test-RollingUpgrade 2016 -Quiet"));
        Assert.Equal(revision, Revision(session));
    }

    [Fact]
    public void The_demo_runs_to_its_end_in_the_projects_own_host()
    {
        string script = Path.Combine(StagedModule.Checkout, "module", "demo", "main-job.ps1");
        (int exitCode, string output) = OtherProcess.RunFile(script, "-Module", StagedModule.Folder);
        Assert.True(exitCode == 0, output);
        Assert.Contains("ReversibleAllNodesNew", output, StringComparison.Ordinal);
        Assert.Contains("Completed", output, StringComparison.Ordinal);
    }

    private static long Revision(ModuleSession session) =>
        long.Parse(Assert.Single(session.Texts("$twin.Revision")), CultureInfo.InvariantCulture);
}

using System.Management.Automation;
using System.Text.RegularExpressions;
using Xunit;

namespace Module.Tests;

/// <summary>Which stream says what.</summary>
public sealed class StreamTests
{
    [Fact]
    public void The_story_of_a_run_is_verbose_and_the_librarys_log_is_debug()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022 -Verbose -Debug");
        Assert.Contains(session.Verbose, line => line.StartsWith("Suspend-ClusterNode", StringComparison.Ordinal));
        Assert.Contains(session.Debug, line => line.Contains("Made a plan", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_switches_both_are_silent()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022");
        Assert.Empty(session.Verbose);
        Assert.Empty(session.Debug);
    }

    [Fact]
    public void Progress_says_how_long_the_run_has_waited_for_a_machine()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022");
        Assert.Contains(session.Progress, record =>
            record.StatusDescription.Contains("to answer after the installation", StringComparison.Ordinal)
            && Regex.IsMatch(record.StatusDescription, @"\(for \d+:\d\d\)$"));
    }

    [Theory]
    [InlineData("", "Undo-RollingUpgrade -Attest $stated", "Take the upgrade back", "Suspend-ClusterNode")]
    [InlineData("-Commit", "Update-RollingUpgradeVMVersion", "configuration version", "Stop-VM")]
    public void Way_back_and_campaign_have_the_streams_of_a_run(
        string commit, string command, string asked, string told)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed(
            "$global:stated = @{ backup = 'stated for the test'; oldMedia = 'ISO' }; "
            + $"$null = Invoke-RollingUpgrade 2016 -Attest $stated {commit}");
        string before = Assert.Single(session.Texts("$twin.Revision"));
        Assert.Empty(session.Succeed($"{command} -WhatIf"));
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));

        // Yes, yes to all, no.
        session.Host.Choice = 2;
        Assert.Empty(session.Succeed($"{command} -Confirm"));
        Assert.Contains(asked, Assert.Single(session.Host.Questions), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));

        session.Succeed($"{command} -Verbose");
        Assert.Contains(session.Verbose, line => line.Contains(told, StringComparison.Ordinal));
        Assert.Contains(session.Progress, record => record.PercentComplete > 50);
        Assert.Equal(ProgressRecordType.Completed, session.Progress[^1].RecordType);
        Assert.Single(session.Host.Questions);
    }

    [Fact]
    public void A_stop_asks_and_says_what_it_would_do_and_does_it_once_confirmed()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022 -InstallNode { throw 'not today' }");
        const string Balancer = "(Get-Cluster).AutoBalancerMode";
        Assert.Empty(session.Succeed("Stop-RollingUpgrade -Abandon -WhatIf"));
        // Yes, yes to all, no.
        session.Host.Choice = 2;
        Assert.Empty(session.Succeed("Stop-RollingUpgrade -Abandon -Confirm"));
        Assert.Contains("Abandon the run", Assert.Single(session.Host.Questions), StringComparison.Ordinal);
        Assert.Equal(["0"], session.Texts(Balancer));

        session.Succeed("Stop-RollingUpgrade -Abandon -Verbose");
        Assert.Contains(session.Verbose, line => line.Contains("AutoBalancerMode", StringComparison.Ordinal));
        Assert.Equal(["2"], session.Texts(Balancer));
    }

    [Fact]
    public void Progress_has_a_bar_for_the_run_and_one_for_the_node_and_both_end()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022");
        ProgressRecord[] run =
            [.. session.Progress.Where(one => one.Activity.StartsWith("Rolling", StringComparison.Ordinal))];
        Assert.Contains(run, record => record.PercentComplete > 50 && record.SecondsRemaining > 0);
        Assert.Equal(ProgressRecordType.Completed, run[^1].RecordType);
        ProgressRecord[] node = [.. session.Progress.Where(record => record.Activity == "Node1")];
        Assert.Contains(node, record => record.ParentActivityId == run[0].ActivityId);
        Assert.Equal(ProgressRecordType.Completed, node[^1].RecordType);
    }
}

using System.Management.Automation;
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

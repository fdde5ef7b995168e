using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>Ctrl+C: the run returns at once, says how to go on, and goes on.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(200)]
    public void A_run_that_is_stopped_goes_on_to_the_same_end(int afterProgress)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        using (PowerShell shell = session.Shell("Invoke-RollingUpgrade 2016"))
        {
            using ManualResetEventSlim far = new();
            int seen = 0;
            shell.Streams.Progress.DataAdded += (sender, added) =>
            {
                // What reads the cluster before the plan shows progress as well; a stop there leaves no run behind.
                string activity = ((PSDataCollection<ProgressRecord>)sender!)[added.Index].Activity;
                bool runs = activity.StartsWith("Rolling upgrade of", StringComparison.Ordinal);
                if (runs && Interlocked.Increment(ref seen) == afterProgress)
                {
                    far.Set();
                }
            };
            IAsyncResult running = shell.BeginInvoke();
            bool moved = far.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Assert.True(moved, "The run showed no progress.");

            Stopwatch passed = Stopwatch.StartNew();
            shell.Stop();
            Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)));

            Assert.True(passed.Elapsed < TimeSpan.FromSeconds(1), $"Stopping took {passed.Elapsed}.");
        }

        string line = Assert.Single(
            session.Host.WarningLines, line => line.Contains("is stopped", StringComparison.Ordinal));
        Assert.Contains("Invoke-RollingUpgrade -Resume -RunId", line, StringComparison.Ordinal);
        PSObject run = Assert.Single(session.Succeed("Get-RollingUpgrade"));
        Assert.Equal("Stopped", run.Properties["State"].Value.ToString());

        string command = line.Substring(line.IndexOf("Invoke-", StringComparison.Ordinal));
        PSObject result = Assert.Single(session.Succeed(command));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
        Assert.Equal(
            ["CONTOSO-HV01", "CONTOSO-HV02", "CONTOSO-HV03", "CONTOSO-HV05"],
            session.Texts("Get-ClusterNode | ForEach-Object Name").Order());
    }

    [Fact]
    public void Nothing_can_be_resumed_where_nothing_was_begun()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Run("Invoke-RollingUpgrade -Resume");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal("RunNotFound,RollingUpgrade.Commands.InvokeRollingUpgradeCommand", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void The_run_of_one_twin_is_not_resumed_on_another()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022; Exit-ClusterTwin");
        session.EnterTwin("cluster01-2019");
        session.Run("Invoke-RollingUpgrade -Resume -Commit -Attest @{ backup = 'stated for the test' }");
        string id = Assert.Single(session.Errors).FullyQualifiedErrorId;
        Assert.StartsWith("RunNotFound,", id, StringComparison.Ordinal);
    }
}

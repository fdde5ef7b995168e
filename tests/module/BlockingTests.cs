using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>A cmdlet that does not return: whoever stops the run is not kept waiting for it.</summary>
public sealed class BlockingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Ctrl_C_leaves_an_eviction_that_does_not_return_to_the_cluster() =>
        IsLeft(shell => shell.BeginStop(null, null));

    [Fact]
    public void A_stop_now_leaves_an_eviction_that_does_not_return_to_the_cluster() => IsLeft(_ =>
    {
        (int exitCode, string output) = OtherProcess.Run(
            $"Import-Module '{StagedModule.Folder}'; Get-RollingUpgrade | Stop-RollingUpgrade -Now");
        Assert.True(exitCode == 0, output);
    });

    private static void IsLeft(Action<PowerShell> stop)
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin("cluster01-2019");
        using ModuleSession session = new();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim release = new();
        DeserializedClusterTests.UseCopies(cluster, session, () =>
        {
            int evictions = 0;
            DeserializedCluster.Before = (name, _) =>
            {
                if (name == "FailoverClusters\\Remove-ClusterNode" && Interlocked.Increment(ref evictions) == 1)
                {
                    inside.Set();
                    release.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
                }
            };
            string plan = session.Write("plan.json", Encoding.UTF8.GetBytes(DeserializedClusterTests.Plan(session)));
            using (PowerShell shell = session.Shell(
                "param($Plan) Invoke-RollingUpgrade -Plan $Plan -Cluster CLUSTER01 -Force", plan))
            {
                IAsyncResult running = shell.BeginInvoke();
                Assert.True(inside.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
                stop(shell);
                Stopwatch passed = Stopwatch.StartNew();
                Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)), "It still waits.");
                Assert.True(passed.Elapsed < Second, $"Stopping took {passed.Elapsed}.");
            }

            // It says what it leaves, and the eviction goes on.
            string[] said = session.Texts("(Get-RollingUpgrade -Detailed).Lines | ForEach-Object Text");
            Assert.Contains(said, line => line.StartsWith("Stopped; what was begun goes on", StringComparison.Ordinal)
                && line.Contains("Remove-ClusterNode -Name", StringComparison.Ordinal));
            release.Set();
            string[] left = [];
            Assert.True(
                SpinWait.SpinUntil(
                    () => (left = DeserializedCluster.Look("Get-ClusterNode | ForEach-Object Name")).Length == 2,
                    Second * 10),
                string.Join(", ", left));

            PSObject end = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume -Cluster CLUSTER01 -Force"));
            Assert.True(
                end.Properties["State"].Value.ToString() == "ReversibleAllNodesNew",
                $"{end.Properties["Reason"].Value}");
            // One for each node: nothing is evicted twice.
            Assert.Equal(3, evictions);
        });
    }
}

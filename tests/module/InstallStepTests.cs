using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>-InstallNode: called for those who automate the installation, once for each node that left.</summary>
public sealed class InstallStepTests
{
    [Fact]
    public void The_block_is_called_once_a_node_with_what_it_has_to_install()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string[] told = session.Texts(
            """
            $told = [System.Collections.Generic.List[string]]::new()
            $result = Invoke-RollingUpgrade 2022 -InstallNode {
                param($Node, $Target)
                $told.Add("$Node $($Target.Machine) $($Target.Version) $($Target.InPlace) $($Target.IsRehearsal)")
                'what it puts out is nobody''s business'
            }
            "$($result.State)"
            $told
            """);
        Assert.Equal("ReversibleAllNodesNew", told[0]);
        Assert.Equal(3, told.Length - 1);
        Assert.All(told.Skip(1), line => Assert.EndsWith(" 2022 False True", line, StringComparison.Ordinal));
        Assert.Equal(3, told.Skip(1).Select(line => line.Split(' ')[0]).Distinct().Count());
    }

    [Fact]
    public void A_block_that_fails_pauses_the_run_with_its_error_and_is_called_again()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        PSObject paused = Assert.Single(session.Succeed(
            "Invoke-RollingUpgrade 2022 -InstallNode { throw 'the deployment server is full' }"));
        Assert.Equal("Paused", paused.Properties["State"].Value.ToString());
        Assert.Contains("the deployment server is full", (string)paused.Properties["Reason"].Value);
        Assert.Equal(["10"], session.Texts("(Get-Cluster).ClusterFunctionalLevel"));

        string[] after = session.Texts(
            """
            $calls = [System.Collections.Generic.List[string]]::new()
            "$((Invoke-RollingUpgrade -Resume -InstallNode { param($Node, $Target) $calls.Add($Node) }).State)"
            $calls.Count
            """);
        Assert.Equal(["ReversibleAllNodesNew", "3"], after);
    }

    [Fact]
    public void Ctrl_C_ends_the_block_within_a_second_and_the_run_goes_on_later()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        using ManualResetEventSlim inside = new();
        using (PowerShell shell = session.Shell(
            """
            param($Inside)
            Invoke-RollingUpgrade 2022 -InstallNode { $Inside.Set(); while ($true) { [Threading.Thread]::Sleep(20) } }
            """,
            inside))
        {
            IAsyncResult running = shell.BeginInvoke();
            Assert.True(inside.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
            Stopwatch passed = Stopwatch.StartNew();
            shell.Stop();
            Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)));
            Assert.True(passed.Elapsed < TimeSpan.FromSeconds(1), $"Stopping took {passed.Elapsed}.");
        }

        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
    }
}

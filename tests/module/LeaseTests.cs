using System.Management.Automation;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Two machines with a journal each, and one cluster: one of them drives.</summary>
public sealed class LeaseTests
{
    private const string Lease =
        "Get-Cluster | Get-ClusterParameter | Where-Object Name -eq RollingUpgradeLease | ForEach-Object Value";

    /// <summary>A run that waits before its second node, until it is cut off.</summary>
    private const string Hanging =
        """
        param($Reached)
        $global:nodes = 0
        Invoke-RollingUpgrade 2022 -BeforeNode {
            if (++$global:nodes -eq 2) { $Reached.Set(); while ($true) { [Threading.Thread]::Sleep(20) } }
        }
        """;

    [Fact]
    public void A_second_administrator_is_refused_with_who_drives()
    {
        using Machine first = new("admin1");
        using Machine second = new("admin2");
        first.Enter(first);
        second.Enter(first);
        Func<string> drive = () =>
        {
            PSObject refused = second.Do(session => Assert.Single(session.Succeed("Invoke-RollingUpgrade 2022")));
            first.Choose();
            return $"{refused.Properties["State"].Value}: {refused.Properties["Reason"].Value}";
        };
        string[] told = first.Do(session => session.Texts(
            """
            param($Second)
            $global:nodes = 0
            $result = Invoke-RollingUpgrade 2022 -BeforeNode {
                if (++$global:nodes -eq 2) { $global:said = $Second.Invoke() }
            }
            "$($result.State)"; $result.RunId; $global:said
            """,
            drive));
        Assert.Equal("ReversibleAllNodesNew", told[0]);
        string who = $"the cluster is driven by {Environment.UserDomainName}\\{Environment.UserName} from admin1";
        Assert.StartsWith($"Paused: {who} (run {told[1]}); the last sign of life was at ", told[2]);

        // Whoever has driven gives the lease up, so that the other one may.
        Assert.Empty(first.Do(session => session.Texts(Lease)));
        PSObject run = second.Do(session => Assert.Single(session.Succeed("Get-RollingUpgrade")));
        Assert.Equal("Paused", run.Properties["State"].Value.ToString());
    }

    [Fact]
    public void A_lease_that_is_left_behind_is_taken_over_on_request_and_the_journal_says_so()
    {
        using Machine first = new("admin1");
        using Machine second = new("admin2");
        first.Enter(first);
        second.Enter(first);
        Cut(first);
        Assert.Contains("\"host\":\"admin1\"", Assert.Single(first.Do(session => session.Texts(Lease))));

        const string Drive = "Invoke-RollingUpgrade 2022 -TakeOverLease";
        PSObject early = second.Do(session => Assert.Single(session.Succeed(Drive)));
        Assert.Equal("Paused", early.Properties["State"].Value.ToString());
        Assert.Contains("from admin1", (string)early.Properties["Reason"].Value, StringComparison.Ordinal);

        second.Do(session => session.Succeed("Step-ClusterTwin -Minutes 31"));
        PSObject asked = second.Do(session => Assert.Single(session.Succeed("Invoke-RollingUpgrade 2022")));
        Assert.Contains("-TakeOverLease", (string)asked.Properties["Remedy"].Value, StringComparison.Ordinal);
        PSObject taken = second.Do(session => Assert.Single(session.Succeed(Drive)));
        Assert.Equal("ReversibleAllNodesNew", taken.Properties["State"].Value.ToString());
        second.Do(session => session.Succeed(
            "$null = @(Get-RollingUpgrade)[0] | Export-RollingUpgradeJournal ./run.jsonl"));
        string kept = second.Do(session => File.ReadAllText(Path.Combine(session.Folder, "run.jsonl")));
        Assert.Contains("The lease is taken over by", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void After_Ctrl_C_the_same_machine_goes_on_or_back_without_taking_over()
    {
        using Machine machine = new("admin1");
        machine.Enter(machine);
        Cut(machine);
        const string Undo = "Undo-RollingUpgrade -Attest @{ backup = 'stated'; oldMedia = 'stated' }";
        PSObject back = machine.Do(session => Assert.Single(session.Succeed(Undo)));
        Assert.Equal("Completed", back.Properties["State"].Value.ToString());
        Assert.Contains(
            machine.Do(session => session.Warnings),
            line => line.StartsWith("The lease was left behind by the run ", StringComparison.Ordinal));
        Assert.Empty(machine.Do(session => session.Texts(Lease)));
    }

    /// <summary>Ctrl+C in the middle of a run.</summary>
    private static void Cut(Machine machine) => machine.Do(session =>
    {
        using ManualResetEventSlim reached = new();
        using PowerShell shell = session.Shell(Hanging, reached);
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(reached.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        shell.Stop();
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(5)));
        return true;
    });

    /// <summary>A machine of an administrator: its name, its journal, its session.</summary>
    private sealed class Machine : IDisposable
    {
        private const string HostVariable = "ROLLING_UPGRADE_HOST";
        private const string DataVariable = "ROLLING_UPGRADE_DATA";
        private readonly string _name;
        private readonly string? _data = Environment.GetEnvironmentVariable(DataVariable);
        private readonly ModuleSession _session = new();

        public Machine(string name)
        {
            _name = name;
        }

        /// <summary>Sees the cluster of a machine; its own one makes it.</summary>
        public void Enter(Machine other)
        {
            if (other == this)
            {
                _session.EnterTwin("cluster01-2019");
                return;
            }

            PSObject twin = Assert.Single(other._session.Succeed("$twin"));
            _session.Succeed("param($Twin) Enter-ClusterTwin $Twin -Scope Runspace", twin);
        }

        /// <summary>Makes this the machine that what follows runs on.</summary>
        public void Choose()
        {
            Environment.SetEnvironmentVariable(HostVariable, _name);
            Environment.SetEnvironmentVariable(DataVariable, Path.Combine(_session.Folder, "journal"));
        }

        public TResult Do<TResult>(Func<ModuleSession, TResult> work)
        {
            Choose();
            return work(_session);
        }

        public void Dispose()
        {
            _session.Dispose();
            Environment.SetEnvironmentVariable(HostVariable, null);
            Environment.SetEnvironmentVariable(DataVariable, _data);
        }
    }
}

using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Entering a twin, seeing it, and leaving no trace.</summary>
public sealed class TwinSessionTests
{
    /// <summary>What a session holds: commands, aliases, functions, variables, modules, a lookup action.</summary>
    private const string State =
        """
        Get-Command | ForEach-Object { "command $($_.CommandType) $($_.Name)" }
        $drives = 'Alias', 'Function', 'Variable'
        foreach ($drive in $drives) {
            foreach ($item in $ExecutionContext.InvokeProvider.ChildItem.Get("${drive}:", $false)) {
                "$drive $($item.Name) $(if ($drive -eq 'Alias') { $item.Definition })"
            }
        }
        Get-Module | ForEach-Object { "module $($_.Name)" }
        "lookup $($ExecutionContext.InvokeCommand.PreCommandLookupAction)"
        """;

    [Fact]
    public void Leaving_a_twin_leaves_no_trace()
    {
        string? path = Environment.GetEnvironmentVariable("PSModulePath");
        using ModuleSession session = new();
        session.Succeed("$global:twin = $null");
        string[] before = session.Texts(State);

        session.EnterTwin("contoso-2012r2");
        Assert.Equal(4, session.Texts("Get-ClusterNode").Length);
        string? entered = Environment.GetEnvironmentVariable("PSModulePath");
        Assert.StartsWith(Path.Combine(StagedModule.Folder, "twin"), entered, StringComparison.Ordinal);
        session.Succeed("Start-Sleep 1; Import-Module FailoverClusters; Get-VM -ComputerName (Get-ClusterNode)");
        Assert.NotEqual(before, session.Texts(State));
        session.Succeed("Exit-ClusterTwin");

        Assert.Equal(before, session.Texts(State));
        Assert.Equal(path, Environment.GetEnvironmentVariable("PSModulePath"));
    }

    /// <summary>Taking the module out of the session is no way back to production: the twin stays entered.</summary>
    [Fact]
    public void Without_the_module_the_twin_stays_entered()
    {
        using ModuleSession session = new();
        session.Succeed("$global:twin = $null");
        string[] before = session.Texts(State);
        session.EnterTwin("contoso-2012r2");
        session.Succeed("Remove-Module RollingUpgrade");
        Assert.Equal(["CONTOSO"], session.Texts("Get-Cluster | ForEach-Object Name"));
        session.Succeed($"Import-Module '{StagedModule.Folder}'");
        session.Succeed("Exit-ClusterTwin");
        Assert.Equal(before, session.Texts(State));
    }

    [Fact]
    public void The_names_of_production_are_guarded_for_as_long_as_a_twin_is_entered()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Run("Stop-Computer Node1");
        string id = Assert.Single(session.Errors).FullyQualifiedErrorId;
        Assert.StartsWith("TwinNotModelled,", id, StringComparison.Ordinal);
        session.Run("function Send { Microsoft.PowerShell.Core\\New-PSSession -ComputerName Node1 }; Send");
        Assert.StartsWith(
            "TwinNotModelled,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["True"], session.Texts("Test-Connection Node1 -Quiet"));
        session.Succeed("Exit-ClusterTwin");
        Assert.Equal(["True"], session.Texts("$null -eq $ExecutionContext.InvokeCommand.PreCommandLookupAction"));
        Assert.Equal(["Cmdlet"], session.Texts("(Get-Command New-PSSession).CommandType"));
    }

    [Fact]
    public void The_cmdlets_of_files_stay_as_they_are_where_no_path_leads_to_another_machine()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        int expected = OperatingSystem.IsWindows() ? 26 : 0;
        Assert.Equal(
            [$"{expected}"],
            session.Texts("@(Get-Command -CommandType Alias | Where-Object Source -ceq ClusterTwin.Paths).Count"));
    }

    [Fact]
    public void A_twin_can_follow_the_wall_clock()
    {
        using ModuleSession session = new();
        string script =
            """
            param($Path)
            $twin = New-ClusterTwin $Path -ClockSpeed 1000
            $before = $twin.Elapsed
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while ($watch.ElapsedMilliseconds -lt 300) { }
            $passed = ($twin.Elapsed - $before).TotalSeconds
            $passed -ge 299
            Enter-ClusterTwin $twin
            $watch.Restart()
            Start-Sleep -Seconds 200
            $watch.ElapsedMilliseconds -ge 190
            Exit-ClusterTwin
            """;
        Assert.Equal(["True", "True"], session.Texts(script, StagedModule.Scenario("cluster01-2019")));
    }

    [Fact]
    public void A_saved_twin_goes_on_where_it_was()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "state.json");
            using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
            session.Succeed("Suspend-ClusterNode -Name (Get-ClusterNode)[0].Name -Drain");
            session.Succeed($"Export-ClusterTwin '{path}'");
            string loaded = $"New-ClusterTwin -State '{path}'";
            Assert.Equal(
                session.Texts("(Get-ClusterTwin -Current).Elapsed.Ticks"), session.Texts($"({loaded}).Elapsed.Ticks"));
            const string Groups = "Get-ClusterGroup | ForEach-Object { \"$($_.Name) $($_.OwnerNode) $($_.State)\" }";
            session.Succeed("Step-ClusterTwin 600");
            string[] first = session.Texts(Groups);
            session.Succeed($"Enter-ClusterTwin ({loaded}); Step-ClusterTwin 600");
            Assert.Equal(first, session.Texts(Groups));
            session.Succeed("Exit-ClusterTwin");

            File.WriteAllText(path, File.ReadAllText(path).Replace("\"digest\":\"", "\"digest\":\"0"));
            session.Run(loaded);
            string id = Assert.Single(session.Errors).FullyQualifiedErrorId;
            Assert.StartsWith("TwinStateInvalid,", id, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_twin_lists_what_it_assumed()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("Suspend-ClusterNode -Name (Get-ClusterNode)[0].Name -Drain -Wait");
        string[] found = session.Texts("(Get-ClusterTwin -Current).Assumptions | ForEach-Object { \"$_\" }");
        Assert.Contains(found, text => text.StartsWith("I dirty-rates: ", StringComparison.Ordinal));
        Assert.NotEmpty(session.Texts("(Get-ClusterTwin -Current).OutOfScope"));
    }

    [Fact]
    public void A_runbooks_own_import_finds_the_stand_in()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        Assert.Equal(["FailoverClusters"], session.Texts("(Import-Module FailoverClusters -PassThru).Name"));
        Assert.Equal(["8"], session.Texts("(FailoverClusters\\Get-Cluster).ClusterFunctionalLevel"));
    }

    [Fact]
    public void Entries_are_counted()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2").EnterTwin("cluster01-2019");
        Assert.Equal(["cluster01"], session.Texts("(Get-Cluster).Name.ToLowerInvariant()"));
        Assert.Equal(["CONTOSO"], session.Texts("Exit-ClusterTwin; (Get-Cluster).Name"));
        session.Succeed("Exit-ClusterTwin");
        session.Run("Exit-ClusterTwin");
        string id = Assert.Single(session.Errors).FullyQualifiedErrorId;
        Assert.StartsWith("TwinNotEntered,", id, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_runspace_sees_a_twin_of_the_process_and_not_one_of_a_runspace()
    {
        using ModuleSession first = new();
        using ModuleSession second = new();
        first.EnterTwin("cluster01-2019");
        second.Run("Export-ClusterInventory");
        Assert.NotEmpty(second.Errors);
        first.Succeed("Exit-ClusterTwin; Enter-ClusterTwin $twin");
        Assert.Equal(["cluster01"], second.Texts("(Export-ClusterInventory).Cluster.ToLowerInvariant()"));
    }

    [Fact]
    public void A_twin_is_refused_where_a_module_of_that_name_is_loaded()
    {
        using ModuleSession session = new();
        session.Succeed("New-Module -Name FailoverClusters { function Get-ClusterNode { 'real' } } | Import-Module");
        session.Run(
            "param($Path) Enter-ClusterTwin (New-ClusterTwin $Path)", StagedModule.Scenario("cluster01-2019"));
        string id = Assert.Single(session.Errors).FullyQualifiedErrorId;
        Assert.StartsWith("TwinConflict,", id, StringComparison.Ordinal);
        Assert.Equal(["real"], session.Texts("Get-ClusterNode"));
    }

    [Fact]
    public void Time_moves_only_when_it_is_told_to()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string[] times = session.Texts(
            """
            $before = $twin.Elapsed
            $still = $twin.Elapsed - $before
            Step-ClusterTwin -Minutes 2
            Step-ClusterTwin 30 -Twin $twin
            Step-ClusterTwin -TimeSpan 00:00:01
            "$still"; "$($twin.Elapsed - $before)"
            """);
        Assert.Equal(["00:00:00", "00:02:31"], times);
    }

    [Fact]
    public void A_capture_of_the_twin_makes_the_same_twin_again()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("s2d-2022");
        string[] captures = session.Texts(
            """
            $first = Export-ClusterInventory
            $again = $first | New-ClusterTwin
            Exit-ClusterTwin
            Enter-ClusterTwin $again -Scope Runspace
            $second = Export-ClusterInventory
            $times = '"(capturedAt|observedAt)": "[^"]*"'
            foreach ($capture in $first, $second) { $capture.ToJson() -replace $times, '' }
            """);
        Assert.Equal(captures[0], captures[1]);
    }

    [Fact]
    public void Completion_names_nodes_roles_and_versions_and_never_fails()
    {
        using ModuleSession session = new();
        Assert.Empty(Complete(session, "New-RollingUpgradePlan 2016 -NodeOrder "));
        session.EnterTwin("contoso-2012r2");
        Assert.Contains("CONTOSO-HV03", Complete(session, "New-RollingUpgradePlan 2016 -NodeOrder CONTOSO-HV0"));
        Assert.Contains("'Cluster Group'", Complete(session, "Update-RollingUpgradeVMVersion -Name Clus"));
        Assert.Equal(["2016", "2019", "2022", "2025"], Complete(session, "Test-RollingUpgrade -TargetVersion "));
    }

    private static string[] Complete(ModuleSession session, string line) => session.Texts(
        """
        param($Line)
        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches |
            Where-Object { "$($_.ResultType)" -eq 'ParameterValue' } | ForEach-Object CompletionText
        """,
        line);
}

using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>Enable-ClusterGuard: Microsoft's names mean the guarded cmdlets, until they are given back.</summary>
public sealed class GuardAliasTests
{
    private const string Refused = "Suspend-ClusterNode -Name CONTOSO-HV01 -Drain";

    [Fact]
    public void The_names_are_guarded_also_in_functions_and_after_an_import()
    {
        using ModuleSession session = Guarded();
        Assert.Equal("Alias", Assert.Single(session.Texts("(Get-Command Suspend-ClusterNode).CommandType")));
        Refuses(session, Refused);
        Refuses(
            session, $"function Invoke-Runbook {{ Import-Module FailoverClusters -Force; {Refused} }} Invoke-Runbook");
        Refuses(session, $"& {{ Import-Module FailoverClusters; {Refused} }}");
        string runbook = session.Write("runbook.ps1", System.Text.Encoding.UTF8.GetBytes(
            $"Import-Module FailoverClusters\n{Refused}\n"));
        Refuses(session, "param($Path) & $Path", runbook);
    }

    [Fact]
    public void The_original_is_reached_by_its_full_name()
    {
        using ModuleSession session = Guarded();
        session.Run($@"FailoverClusters\{Refused}");
        Assert.EndsWith(
            "SuspendClusterNodeCommand", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_takes_responsibility_is_told_at_each_call()
    {
        using ModuleSession session = Guarded();
        session.Run(Refused);
        string[] rules =
        [
            .. Assert.IsAssignableFrom<object[]>(Assert.Single(session.Errors).TargetObject)
                .Select(finding => finding.GetType().GetProperty("Rule")!.GetValue(finding)!.ToString()!).Distinct(),
        ];
        session.Run("Enable-ClusterGuard -Acknowledge DRN-01");
        Assert.Equal(
            "RequestInvalid,RollingUpgrade.Commands.EnableClusterGuardCommand",
            Assert.Single(session.Errors).FullyQualifiedErrorId);

        session.Succeed("param($Rules) Enable-ClusterGuard -Acknowledge $Rules -Reason 'a drill'", [rules]);
        session.Run(Refused);
        foreach (string rule in rules)
        {
            string line = Assert.Single(
                session.Warnings, one => one.StartsWith($"{rule}: ", StringComparison.Ordinal)
                    && one.Contains("Acknowledged by", StringComparison.Ordinal));
            Assert.EndsWith(": a drill", line, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            session.Errors,
            error => error.FullyQualifiedErrorId.EndsWith(
                "RollingUpgrade.Commands.SuspendGuardedClusterNodeCommand", StringComparison.Ordinal)
                && rules.Any(rule => error.FullyQualifiedErrorId.StartsWith(rule, StringComparison.Ordinal)));

        session.Succeed("Disable-ClusterGuard; Enable-ClusterGuard");
        Refuses(session, Refused);
    }

    [Fact]
    public void Nothing_stays_behind()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string[] before = Trace(session);
        session.Succeed("Enable-ClusterGuard; Enable-ClusterGuard; Disable-ClusterGuard");
        Assert.Equal(before, Trace(session));
        session.Succeed("Disable-ClusterGuard");
        Assert.Equal(before, Trace(session));
        session.Succeed("Enable-ClusterGuard -WhatIf");
        Assert.Equal(before, Trace(session));
    }

    [Fact]
    public void The_guard_goes_with_the_module()
    {
        using ModuleSession session = new();
        session.Succeed("Enable-ClusterGuard; Remove-Module RollingUpgrade");
        Assert.Empty(session.Texts(
            "Get-Command -CommandType Alias | Where-Object Name -like '*-Cluster*' | ForEach-Object Name"));
        Assert.Empty(session.Texts("Get-Module -Name ClusterGuard | ForEach-Object Name"));
    }

    /// <summary>A session with the guard in which no node but the first is up.</summary>
    private static ModuleSession Guarded()
    {
        ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed(
            """
            $null = Suspend-ClusterNode -Name CONTOSO-HV02, CONTOSO-HV03, CONTOSO-HV04
            Enable-ClusterGuard
            """);
        return session;
    }

    private static void Refuses(ModuleSession session, string script, params object[] arguments)
    {
        session.Run(script, arguments);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.EndsWith(
            ",RollingUpgrade.Commands.SuspendGuardedClusterNodeCommand",
            error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    /// <summary>Commands, modules and variables that the session sees.</summary>
    private static string[] Trace(ModuleSession session) => session.Texts(
        """
        Get-Command | ForEach-Object { "$($_.CommandType) $($_.Name)" }
        Get-Module | ForEach-Object { "module $($_.Name)" }
        $env:PSModulePath
        """);
}

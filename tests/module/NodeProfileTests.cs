using System.Management.Automation;
using System.Management.Automation.Language;
using Xunit;

namespace Module.Tests;

/// <summary>The node that comes back: its profile, the script that rebuilds it, whether it may be added.</summary>
public sealed class NodeProfileTests
{
    private const string Evict =
        """
        $null = Suspend-ClusterNode -Name CONTOSO-HV01 -Drain -Wait
        Remove-ClusterNode -Name CONTOSO-HV01 -Force
        """;

    [Fact]
    public void A_profile_is_an_object_and_a_file()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string[] told = session.Texts(
            """
            $written = Export-ClusterNodeProfile CONTOSO-HV01 -Path ./hv01.json
            $written.Node; $written.Release; $written.Features -contains 'Hyper-V'; $written.Switches.Count -gt 0
            """);
        Assert.Equal(["CONTOSO-HV01", "2012R2", "True", "True"], told);
        Assert.True(File.Exists(Path.Combine(session.Folder, "hv01.json")));
    }

    [Fact]
    public void A_machine_is_ready_once_it_is_what_left()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$global:profile = Export-ClusterNodeProfile CONTOSO-HV01");
        session.Succeed(Evict);

        Assert.Equal(["False"], session.Texts("Test-ClusterNodeReadiness $profile 2016 -Quiet"));
        string before = Assert.Single(session.Texts("(Get-ClusterTwin -Current).Now.Ticks"));
        Assert.Equal(["True"], session.Texts("Test-ClusterNodeReadiness $profile 2016 -Wait -Quiet"));
        Assert.Contains(session.Progress, record => record.Activity == "Waiting for CONTOSO-HV01");
        string after = Assert.Single(session.Texts("(Get-ClusterTwin -Current).Now.Ticks"));
        Assert.True(long.Parse(after) > long.Parse(before));
    }

    [Fact]
    public void A_wait_ends_when_its_time_is_over()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$global:profile = Export-ClusterNodeProfile CONTOSO-HV01");
        session.Succeed(Evict);
        string[] told = session.Texts(
            """
            $found = Test-ClusterNodeReadiness $profile 2016 -Wait -TimeoutSeconds 120 -IntervalSeconds 60
            $found.Ready; $found.Findings.Count -gt 0; $found.Findings[0].Rule -like 'RDY-*'
            """);
        Assert.Equal(["False", "True", "True"], told);
    }

    [Fact]
    public void A_requirement_that_somebody_takes_responsibility_for_is_shown_and_does_not_keep_the_machine_out()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$global:profile = Export-ClusterNodeProfile CONTOSO-HV01");
        const string Look = "Test-ClusterNodeReadiness $profile 2016";

        // It is still what it was, so that the release is all that is missing.
        Assert.Equal(["False", "RDY-01"], session.Texts($"$found = {Look}; $found.Ready; $found.Findings.Rule"));
        string[] taken = session.Texts(
            $"$found = {Look} -Acknowledge rdy-01 -Reason 'rehearsed as it is'; "
            + "$found.Ready; $found.Findings.Rule; $found.Findings.Outcome; $found.Findings.AcknowledgedReason");
        Assert.Equal(["True", "RDY-01", "acknowledged", "rehearsed as it is"], taken);
        Assert.Equal(["True"], session.Texts($"{Look} -Acknowledge RDY-01 -Reason 'rehearsed as it is' -Quiet"));
        session.Run($"{Look} -Acknowledge RDY-01");
        Assert.StartsWith(
            "RequestInvalid,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_tells_how_much_is_missing_and_what_first()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$global:profile = Export-ClusterNodeProfile CONTOSO-HV01");
        session.Succeed(Evict);
        session.Succeed("$null = Test-ClusterNodeReadiness $profile 2016 -Wait -IntervalSeconds 600");
        ProgressRecord[] waiting = [.. session.Progress.Where(record => record.Activity == "Waiting for CONTOSO-HV01")];
        Assert.Contains(
            waiting, record => record.StatusDescription == "1 missing: CONTOSO-HV01 does not answer.");
        Assert.Contains(
            session.Progress,
            record => record.Activity == "Waiting for a machine"
                && record.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void The_script_is_one_that_PowerShell_reads()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string text = Assert.Single(
            session.Texts("Export-ClusterNodeProfile CONTOSO-HV01 -As Script -TargetVersion 2016"));
        _ = Parser.ParseInput(text, out _, out ParseError[] errors);
        Assert.Empty(errors);
        Assert.Contains("# Rebuilds CONTOSO-HV01", text, StringComparison.Ordinal);
        Assert.Contains("'Hyper-V'", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Export-ClusterNodeProfile NOBODY", "NodeNotFound")]
    [InlineData("Test-ClusterNodeReadiness ./nothing.json 2016", "FileNotFound")]
    [InlineData("Test-ClusterNodeReadiness ./other.json 2016", "SchemaMismatch")]
    [InlineData("Test-ClusterNodeReadiness ./broken.json 2016", "DocumentNotJson")]
    [InlineData(
        "Export-ClusterNodeProfile CONTOSO-HV01 | Test-ClusterNodeReadiness -TargetVersion 1999", "TargetInvalid")]
    public void A_slip_of_the_pen_has_its_own_error(string script, string id)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Write("other.json", """{"schema": "rolling-upgrade/plan/1"}"""u8.ToArray());
        session.Write("broken.json", "{"u8.ToArray());
        session.Run(script);
        Assert.StartsWith(id, Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}

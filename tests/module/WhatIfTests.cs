using Xunit;

namespace Module.Tests;

/// <summary>What -WhatIf and -Confirm show, and that they touch nothing.</summary>
public sealed class WhatIfTests
{
    [Fact]
    public void WhatIf_shows_every_step_and_touches_nothing()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string steps = Assert.Single(session.Texts("(New-RollingUpgradePlan 2016).Steps.Count"));
        string before = Assert.Single(session.Texts("$twin.Revision"));

        // The lines of -WhatIf go to the host alone; a process of its own shows them.
        Assert.Empty(session.Succeed("Invoke-RollingUpgrade 2016 -WhatIf"));

        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
        Assert.Empty(session.Texts("Get-RollingUpgrade"));
        string[] lines = Shown("Invoke-RollingUpgrade 2016 -WhatIf");
        Assert.Equal(steps, lines.Count(line => line.Contains(" Step ", StringComparison.Ordinal)).ToString());
        Assert.Contains(lines, line => line.Contains("Remove-ClusterNode on CONTOSO-HV04: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_preference_counts_as_well()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string before = Assert.Single(session.Texts("$twin.Revision"));
        Assert.Empty(session.Succeed("$WhatIfPreference = $true; Invoke-RollingUpgrade 2016"));
        Assert.Equal(before, Assert.Single(session.Texts("$twin.Revision")));
    }

    [Fact]
    public void Confirm_asks_once_for_the_whole_run()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("$ConfirmPreference = 'Low'; Invoke-RollingUpgrade 2022 -Commit"
            + " -Attest @{ backup = 'stated for the test' }");
        Assert.Single(session.Host.Questions);
    }

    [Fact]
    public void WhatIf_of_a_file_writes_no_file()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed(
            """
            Export-ClusterInventory -Path ./inventory.json -WhatIf
            New-RollingUpgradePlan 2022 -OutFile ./plan.json -WhatIf
            """);
        Assert.Empty(Directory.GetFiles(session.Folder));
    }

    private static string[] Shown(string command)
    {
        string script =
            $"Import-Module '{Conformance.Tests.StagedModule.Folder}'; Enter-ClusterTwin "
            + $"(New-ClusterTwin '{Conformance.Tests.StagedModule.Scenario("contoso-2012r2")}'); {command}";
        (int exitCode, string output) = OtherProcess.Run(script);
        Assert.True(exitCode == 0, output);
        return output.Split('\n').Where(line => line.StartsWith("What if:", StringComparison.Ordinal)).ToArray();
    }
}

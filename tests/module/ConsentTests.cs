using System.Management.Automation;
using Xunit;

namespace Module.Tests;

/// <summary>The point of no return is passed with consent alone, and who gave it is kept.</summary>
public sealed class ConsentTests
{
    private const string Level = "(Get-Cluster).ClusterFunctionalLevel";

    [Theory]
    [InlineData("Invoke-RollingUpgrade 2022 -Confirm:$false", "Invoke-RollingUpgrade -Resume -Confirm:$false")]
    [InlineData("Invoke-RollingUpgrade 2022 -Force", "Invoke-RollingUpgrade -Resume -Force")]
    [InlineData(
        "$ConfirmPreference = 'None'; Invoke-RollingUpgrade 2022",
        "$ConfirmPreference = 'None'; Invoke-RollingUpgrade -Resume")]
    public void Not_to_be_asked_is_no_consent(string begin, string resume)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        foreach (string command in new[] { begin, resume })
        {
            PSObject result = Assert.Single(session.Succeed(command));
            Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
            Assert.Equal(["10"], session.Texts(Level));
        }
    }

    [Fact]
    public void Commit_is_consent_and_the_journal_says_whose()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022; Invoke-RollingUpgrade -Resume -Commit"
            + " -Attest @{ backup = 'stated for the test' }");
        Assert.Equal(["11"], session.Texts(Level));
        string[] story = session.Texts("(Get-RollingUpgrade -Detailed).Lines | ForEach-Object Text");
        string who = $"{Environment.UserDomainName}\\{Environment.UserName}";
        Assert.Contains(story, line => line.StartsWith($"{who} consented with -Commit at", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cluster01", "11", "Completed")]
    [InlineData("CLUSTER01 ", "11", "Completed")]
    [InlineData("yes", "10", "ReversibleAllNodesNew")]
    [InlineData("", "10", "ReversibleAllNodesNew")]
    public void The_name_of_the_cluster_is_consent_and_nothing_else_is(string typed, string level, string state)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        session.Succeed("Invoke-RollingUpgrade 2022");
        session.Host.Typed.Enqueue(typed);
        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal(state, result.Properties["State"].Value.ToString());
        Assert.Equal(level == "10", session.Warnings.Any(text => text.Contains("nobody consented")));
        Assert.Equal([level], session.Texts(Level));
    }

    [Fact]
    public void Force_spares_the_question_and_never_the_whatif()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        Assert.Empty(session.Succeed("Invoke-RollingUpgrade 2022 -Force -WhatIf"));
        Assert.Empty(session.Texts("Get-RollingUpgrade"));
        session.Succeed("$ConfirmPreference = 'Low'; Invoke-RollingUpgrade 2022 -Force");
        Assert.Empty(session.Host.Questions);
    }
}

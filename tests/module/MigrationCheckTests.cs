using System.Text;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Between Windows Server 2016 and 2019 the check of destinations is skipped for the run.</summary>
public sealed class MigrationCheckTests
{
    private const string Check =
        "(Get-ClusterResourceType 'Virtual Machine' | Get-ClusterParameter | "
        + "Where-Object Name -eq SkipMigrationDestinationCheck).Value";

    [Fact]
    public void The_check_is_borrowed_and_given_back()
    {
        using ModuleSession session = new();
        string inventory = File.ReadAllText(StagedModule.Scenario("cluster01-2019"))
            .Replace("\"functionalLevel\": 10", "\"functionalLevel\": 9", StringComparison.Ordinal)
            .Replace("\"release\": \"2019\"", "\"release\": \"2016\"", StringComparison.Ordinal)
            .Replace("\"build\": 17763", "\"build\": 14393", StringComparison.Ordinal);
        session.Write("2016.json", Encoding.UTF8.GetBytes(inventory));
        session.Succeed("Enter-ClusterTwin (New-ClusterTwin ./2016.json) -Scope Runspace");
        Assert.Equal(["False"], session.Texts($"[bool]({Check})"));
        session.Succeed(
            $"$script:run = Invoke-RollingUpgrade 2019 -AfterNode {{ $script:seen = {Check} }}");
        Assert.Equal(["ReversibleAllNodesNew"], session.Texts("$script:run.State"));
        Assert.Equal(["1"], session.Texts("$script:seen"));
        Assert.Equal(["0"], session.Texts(Check));
        Assert.Contains(
            "Get-ClusterResourceType -Name 'Virtual Machine' | Set-ClusterParameter "
                + "-Name SkipMigrationDestinationCheck -Value 1 -Create",
            session.Texts("$script:run.Lines.Text"));
    }

    [Fact]
    public void Types_of_resources_are_listed_and_their_properties_written()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        Assert.Equal(["Virtual Machine", "Virtual Machine Configuration"], session.Texts(
            "Get-ClusterResourceType 'Virtual Machine', '*Configuration' | ForEach-Object Name"));
        session.Succeed(
            "Get-ClusterResourceType 'Virtual Machine' | Set-ClusterParameter MoveTypeThreshold 3000");
        Assert.Equal(["3000"], session.Texts(
            "(Get-ClusterResourceType 'Virtual Machine' | Get-ClusterParameter MoveTypeThreshold).Value"));
        Assert.Contains("Virtual Machin", session.Texts(
            "try { Get-ClusterResourceType 'Virtual Machin' -ErrorAction Stop } catch { $_.Exception.Message }")[0],
            StringComparison.Ordinal);
    }
}

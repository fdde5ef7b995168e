using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Management.Automation;
using Xunit;

namespace Conformance.Tests;

/// <summary>What the stand-ins do: prompts, pipelines, refusals, errors.</summary>
public sealed class CommandTests
{
    private const string Scenario = "cluster01-2019";

    [Fact]
    public void WithoutATwinEveryCallIsRefused()
    {
        using StandInSession session = new();
        ErrorRecord error = session.Error("Get-ClusterNode");
        Assert.Equal(
            "TwinNotEntered,Microsoft.FailoverClusters.PowerShell.GetNodeCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Enter-ClusterTwin", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Suspend-ClusterNode Node1 -Reason x", "-Reason")]
    [InlineData("Remove-ClusterNode Node1 -CleanupDisks", "-CleanupDisks")]
    [InlineData("Get-StoragePool -AsJob", "-AsJob")]
    [InlineData("Get-VMHost", "local host")]
    [InlineData("Suspend-ClusterNode", "local node")]
    [InlineData("Get-ClusterNode Node1 | Get-ClusterParameter", "private properties")]
    public void WhatIsNotModelledIsRefusedByName(string script, string name)
    {
        using StandInSession session = new(Scenario);
        ErrorRecord error = session.Error(script);
        Assert.Equal("TwinNotModelled", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.NotImplemented, error.CategoryInfo.Category);
        Assert.Contains(name, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("3", session.Text("@(Get-ClusterNode | Where-Object State -eq Up).Count"));
    }

    [Theory]
    [InlineData("Update-ClusterFunctionalLevel -Confirm")]
    [InlineData("Resume-ClusterNode Node1 -WhatIf")]
    [InlineData("Resume-ClusterNode Node1 -Wait 1")]
    public void ParametersThatTheOriginalsDoNotHaveAreNotThere(string script)
    {
        using StandInSession session = new(Scenario);
        ErrorRecord error = session.Error(script);
        Assert.StartsWith("NamedParameterNotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ClusterNode nosuch", "Get-ClusterNode", "GetNodeCommand", 5042)]
    [InlineData("Get-ClusterGroup nosuch", "Get-ClusterGroup", "GetGroupCommand", 5013)]
    [InlineData("Get-ClusterResource nosuch", "Get-ClusterResource", "GetResourceCommand", 5007)]
    [InlineData("Get-ClusterNode -Cluster elsewhere", "ClusterRpcConnection", "GetNodeCommand", 1722)]
    [InlineData("Suspend-ClusterNode nosuch", "Suspend-ClusterNode", "SuspendClusterNodeCommand", 5042)]
    public void ErrorsAreThoseOfTheOriginals(string script, string id, string type, int win32)
    {
        using StandInSession session = new(Scenario);
        session.Run(script);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal($"{id},Microsoft.FailoverClusters.PowerShell.{type}", error.FullyQualifiedErrorId);
        Assert.Equal(
            "Microsoft.FailoverClusters.PowerShell.ClusterCmdletException", error.Exception.GetType().FullName);
        Assert.Equal(unchecked((int)0x80070000) | win32, error.Exception.HResult);
        Assert.Equal(win32, Assert.IsType<Win32Exception>(error.Exception.InnerException).NativeErrorCode);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Contains("An error occurred", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorsDoNotEndThePipelineAndAreCaughtByTheirType()
    {
        using StandInSession session = new(Scenario);
        Collection<PSObject> found = session.Run("Get-ClusterGroup VM1, nosuch, VM2");
        Assert.Equal(2, found.Count);
        Assert.Single(session.Errors);
        string script =
            """
            try { Get-ClusterNode nosuch -ErrorAction Stop }
            catch [Microsoft.FailoverClusters.PowerShell.ClusterCmdletException] { 'caught' }
            """;
        Assert.Equal("caught", string.Join("|", session.Run(script)));
    }

    [Theory]
    [InlineData("(Get-ClusterGroup 'VM*').Count", "4")]
    [InlineData("(Get-ClusterNode -Cluster CLUSTER01).Count", "3")]
    [InlineData("(Get-Cluster -Name Node2).Name", "Cluster01")]
    [InlineData("(Get-Cluster | Get-ClusterNode Node2).Name", "Node2")]
    [InlineData("(Get-ClusterNode Node2 | Suspend-ClusterNode).State", "Paused")]
    [InlineData("(Get-ClusterGroup VM1 | Get-VM).Name", "VM1")]
    [InlineData("(Get-ClusterGroup VM1 | Get-VM | Get-ClusterGroup).Name", "VM1")]
    [InlineData("@(Get-VM VM? -ComputerName Node1).Name -join ','", "VM2,VM3")]
    [InlineData("@(Get-ClusterGroup VM1 | Get-ClusterResource | Get-ClusterParameter VmID).Count", "2")]
    [InlineData("(Get-ClusterGroup VM1 | Get-ClusterOwnerNode).ClusterObject.Name", "VM1")]
    [InlineData("(Get-ClusterNode Node3 | Get-ClusterGroup).Name", "VM4")]
    public void PipelinesWork(string script, string expected)
    {
        using StandInSession session = new(Scenario);
        Assert.Equal(expected, session.Text(script));
    }

    [Fact]
    public void SuspendDrainsAndShowsWhatItWouldDo()
    {
        using StandInSession session = new(Scenario);
        Assert.Equal(string.Empty, session.Text("Suspend-ClusterNode Node1 -Drain -WhatIf"));
        Assert.Equal("Up", session.Text("(Get-ClusterNode Node1).State"));
        Assert.Equal("Paused", session.Text("(Suspend-ClusterNode Node1 -Drain -Wait).State"));
        Assert.Equal("Completed", session.Text("(Get-ClusterNode Node1).DrainStatus"));
        Assert.Equal("0", session.Text("@(Get-ClusterGroup | Where-Object { $_.OwnerNode -eq 'Node1' }).Count"));
        Assert.Equal("Up", session.Text("(Resume-ClusterNode Node1 Immediate).State"));
    }

    [Fact]
    public void EvictionAsksAndBelievesTheAnswer()
    {
        RecordingHost host = new("No");
        using StandInSession session = new(Scenario, host);
        session.Run("Suspend-ClusterNode Node1 -Drain -Wait");
        Assert.Equal(string.Empty, session.Text("Remove-ClusterNode Node1"));
        (string _, string message, string choices) = Assert.Single(host.Questions);
        Assert.Equal("Are you sure you want to evict node Node1?", message);
        Assert.Equal("Yes/No/Suspend", choices);
        Assert.Equal("3", session.Text("(Get-ClusterNode).Count"));
        Assert.Equal(string.Empty, session.Text("Remove-ClusterNode Node1 -Force"));
        Assert.Equal("2", session.Text("(Get-ClusterNode).Count"));
        Assert.Single(host.Questions);
    }

    [Fact]
    public void TheLevelAsksWithAllFiveChoices()
    {
        RecordingHost host = new("No");
        using StandInSession session = new(Scenario, host);
        session.Run("Update-ClusterFunctionalLevel");
        (string caption, string message, string choices) = Assert.Single(host.Questions);
        Assert.Equal("Updating the Functional level for cluster Cluster01.", caption);
        Assert.Contains("cannot undo", message, StringComparison.Ordinal);
        Assert.Equal("Yes/Yes to All/No/No to All/Suspend", choices);
        Assert.Equal("10", session.Text("(Get-Cluster).ClusterFunctionalLevel"));
    }

    [Theory]
    [InlineData("Update-ClusterFunctionalLevel -Force")]
    [InlineData("Update-ClusterFunctionalLevel -WhatIf")]
    public void TheLevelStaysWhereANodeIsPaused(string script)
    {
        using StandInSession session = new(Scenario);
        session.Run("Suspend-ClusterNode Node1");
        session.Run(script);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("Update-ClusterFunctionalLevel,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.IsType<Win32Exception>(error.Exception.InnerException);
        Assert.Equal("10", session.Text("(Get-Cluster).ClusterFunctionalLevel"));
    }

    [Fact]
    public void VirtualMachineVersionsAskUnlessForced()
    {
        RecordingHost host = new("No");
        using StandInSession session = new(Scenario, host);
        session.Run("$owner = (Get-ClusterGroup VM1).OwnerNode.Name; Update-VMVersion VM1 -ComputerName $owner");
        Assert.Contains("VM1", Assert.Single(host.Questions).Message, StringComparison.Ordinal);
        session.Run("Update-VMVersion VM1 -ComputerName $owner -Confirm:$false -WhatIf");
        Assert.Single(host.Questions);
        session.Run("Update-VMVersion VM1 -ComputerName $owner -Force");
        Assert.Single(host.Questions);
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.Equal("Microsoft.HyperV.PowerShell.VirtualizationException", error.Exception.GetType().FullName);
    }

    [Fact]
    public void AMissingVirtualMachineIsSaidAsHyperVSaysIt()
    {
        using StandInSession session = new(Scenario);
        ErrorRecord error = session.Error("Get-VM nosuch -ComputerName Node1");
        Assert.Equal("InvalidParameter,Microsoft.HyperV.PowerShell.Commands.GetVM", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
    }

    [Fact]
    public void UpdatingIsIdleAndIsDisabledAfterAQuestion()
    {
        RecordingHost host = new("Yes");
        using StandInSession session = new(Scenario, host);
        Assert.Equal("RunNotInProgress", session.Text("Get-CauRun"));
        Assert.Equal("No Updating Run is currently in progress on cluster Cluster01.", Assert.Single(session.Warnings));
        string status = "(Get-CauClusterRole | Where-Object Name -eq Status).Value";
        Assert.Equal("Online", session.Text(status));
        session.Run("Disable-CauClusterRole");
        Assert.Contains("Are you sure?", Assert.Single(host.Questions).Caption, StringComparison.Ordinal);
        Assert.Equal("Offline", session.Text(status));
        session.Run("Enable-CauClusterRole -Force");
        Assert.Equal("Online", session.Text(status));
        Assert.Single(host.Questions);
    }

    [Fact]
    public void RolesMoveLiveAndByGroup()
    {
        using StandInSession session = new(Scenario);
        string move =
            """
            $from = (Get-ClusterGroup VM1).OwnerNode.Name
            $to = (Get-ClusterNode | Where-Object Name -ne $from)[0].Name
            $moved = Move-ClusterVirtualMachineRole VM1 $to
            ($moved.OwnerNode -eq $to), $moved.State
            """;
        Assert.Equal("True|Online", session.Text(move));
        Assert.Equal("True", session.Text("(Move-ClusterGroup VM1 $from -Wait 0).Name -eq 'VM1'"));
    }

    [Fact]
    public void StorageMaintenanceTakesTheDisksOfANode()
    {
        using StandInSession session = new("s2d-2022");
        string script =
            """
            $node = (Get-ClusterNode)[0].Name
            [void](Suspend-ClusterNode $node -Drain -Wait)
            Get-StorageFaultDomain -Type StorageScaleUnit |
                Where-Object FriendlyName -eq $node |
                Enable-StorageMaintenanceMode
            $disks = Get-StorageScaleUnit -FriendlyName $node | Get-StorageFaultDomain -Type PhysicalDisk
            @($disks | Where-Object OperationalStatus -ne 'In Maintenance Mode').Count
            (Get-VirtualDisk)[0].OperationalStatus
            Get-StorageScaleUnit -FriendlyName $node | Disable-StorageMaintenanceMode
            """;
        Assert.Equal("0|Incomplete", session.Text(script));
    }

    [Fact]
    public void TheDisksOfAPoolComeByPipeline()
    {
        using StandInSession session = new("s2d-2022");
        string script =
            """
            $pool = Get-StoragePool -IsPrimordial $false
            $primordial = @(Get-StoragePool Primordial)[0]
            @($pool | Get-PhysicalDisk).Count
            @(Get-PhysicalDisk -StoragePool $pool -HealthStatus Warning).Count
            @($pool | Get-VirtualDisk).Count
            @($primordial | Get-PhysicalDisk).Count
            @($primordial | Get-VirtualDisk).Count
            """;
        Assert.Equal("16|0|3|16|0", session.Text(script));
    }

    [Fact]
    public void PoolsAreFoundByNameAndByPipeline()
    {
        using StandInSession session = new("s2d-2022", new RecordingHost("No"));
        Assert.Equal("2", session.Text("@(Get-StoragePool -IsPrimordial $true).Count"));
        Assert.Equal("1", session.Text("@(Get-StoragePool -IsPrimordial $false).Count"));
        Assert.Equal(
            "CmdletizationQuery_NotFound_FriendlyName",
            session.Error("Get-StoragePool nosuch").FullyQualifiedErrorId.Split(',')[0]);
        session.Run("Get-StoragePool -IsPrimordial $false | Update-StoragePool -Confirm:$false");

        // The level is not raised yet, so that the twin refuses: what counts is that the pool arrived.
        Assert.DoesNotContain(
            session.Errors, error => error.FullyQualifiedErrorId.Contains("Parameter", StringComparison.Ordinal));
    }
}

using System.Management.Automation;
using System.Text;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Each gate of the cluster closes, pauses the run with its reason, and opens once that is mended.</summary>
public sealed class GateTests
{
    [Fact]
    public void A_role_that_does_not_run_closes_the_gate_of_the_roles()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        IsClosed(
            session,
            "Invoke-RollingUpgrade 2022 -AfterNode { $null = Stop-ClusterGroup VM2 }",
            "the gate of the roles is closed: the role VM2 does not run");
        session.Succeed("Start-ClusterGroup VM2");
        GoesOn(session);
    }

    [Theory]
    [InlineData("$false", "it said $false")]
    [InlineData("", "it put out nothing")]
    [InlineData("'False'", "its last output is 'False' (String) and not $true or $false")]
    [InlineData("$true; 0", "its last output is '0' (Int32)")]
    [InlineData("throw 'the monitoring is red'", "the script block of -Gate failed: the monitoring is red")]
    public void A_gate_of_the_user_that_does_not_say_true_is_closed_and_says_why(string gate, string reason)
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        PSObject result = Assert.Single(session.Succeed(
            $"Invoke-RollingUpgrade 2022 -Policy @{{ gateTimeoutSeconds = 600 }} -Gate {{ {gate} }}"));
        Assert.Equal("Paused", result.Properties["State"].Value.ToString());
        Assert.Contains(
            $"the gate 1 of the user is closed: {reason}",
            (string)result.Properties["Reason"].Value,
            StringComparison.Ordinal);
        Assert.Equal(["Up", "Up", "Up"], session.Texts("Get-ClusterNode | ForEach-Object State"));
        PSObject end = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume -Gate { 'looked'; $true }"));
        Assert.Equal("ReversibleAllNodesNew", end.Properties["State"].Value.ToString());
    }

    [Fact]
    public void A_dead_disk_closes_the_gate_of_storage()
    {
        using ModuleSession session = new();
        string policy = Policy(session, """{ "gateTimeoutSeconds": 600, "soakSeconds": 0 }""");
        long back = BackAt(session, "s2d-2022", "2025", policy);
        EnterWith(
            session,
            "s2d-2022",
            $$"""{ "kind": "diskDies", "serialNumber": "{{Disk(session)}}", "atSeconds": {{back + 5}} }""");
        IsClosed(
            session,
            $"Invoke-RollingUpgrade 2025 -Policy '{policy}' -AfterNode {{ Step-ClusterTwin 30 }}",
            "the gate of storage is closed: the virtual disk ");
    }

    [Fact]
    public void A_test_of_the_cluster_that_fails_closes_the_gate_of_the_validation()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("cluster01-2019");
        string policy = Policy(session, """{ "validateBetweenNodes": true }""");
        IsClosed(
            session,
            $"Invoke-RollingUpgrade 2022 -Policy '{policy}' "
            + "-AfterNode { $null = Stop-ClusterResource 'Cluster Disk 1' }",
            "the gate of the validation is closed: the validation says HadUnselectedTests, ClusterNotApproved");
        session.Succeed("Start-ClusterResource 'Cluster Disk 1'");
        GoesOn(session);
    }

    [Fact]
    public void A_canary_that_nobody_reaches_on_the_new_node_closes_its_gate_and_comes_home()
    {
        using ModuleSession session = new();
        string policy = Policy(session, """{ "canaryRole": "VM4" }""");
        EnterWith(
            session,
            "cluster01-2019",
            """{ "kind": "vlanMissing", "machine": "Node1", "mendedAfterSeconds": 14400 }""");
        IsClosed(
            session,
            $"Invoke-RollingUpgrade 2022 -NodeOrder Node1, Node2, Node3 -Policy '{policy}'",
            "the gate of the canary is closed: VM4 did not answer on Node1");
        Assert.NotEqual(["Node1"], session.Texts("(Get-ClusterGroup VM4).OwnerNode.Name"));
        session.Succeed("Step-ClusterTwin -Minutes 300");
        GoesOn(session);
    }

    /// <summary>When the first node is back, in seconds of a twin on which nothing goes wrong.</summary>
    private static long BackAt(ModuleSession session, string scenario, string target, string policy)
    {
        session.EnterTwin(scenario);
        string found = session.Texts(
            $$"""
            $global:back = 0
            $null = Invoke-RollingUpgrade {{target}} -Policy '{{policy}}' -AfterNode {
                if ($global:back -eq 0) { $global:back = [long] $twin.Elapsed.TotalSeconds }
            }
            $global:back
            """)[^1];
        session.Succeed("Exit-ClusterTwin");
        return long.Parse(found, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The serial number of a disk of the pool that is on no node which goes out first.</summary>
    private static string Disk(ModuleSession session)
    {
        session.EnterTwin("s2d-2022");
        string serial = session.Texts("@(Get-PhysicalDisk)[-1].SerialNumber")[0];
        session.Succeed("Exit-ClusterTwin");
        return serial;
    }

    private static string Policy(ModuleSession session, string text) =>
        session.Write("policy.json", Encoding.UTF8.GetBytes(text));

    /// <summary>A twin with one fault.</summary>
    private static void EnterWith(ModuleSession session, string scenario, string fault)
    {
        string simulation = session.Write(
            "simulation.json",
            Encoding.UTF8.GetBytes($$"""{ "schema": "rolling-upgrade/simulation/1", "faults": [{{fault}}] }"""));
        session.Succeed(
            """
            param($Path, $Simulation)
            $global:twin = New-ClusterTwin -Path $Path -Simulation $Simulation -Seed 1
            Enter-ClusterTwin $twin -Scope Runspace
            """,
            StagedModule.Scenario(scenario),
            simulation);
    }

    private static void IsClosed(ModuleSession session, string command, string reason)
    {
        PSObject result = Assert.Single(session.Succeed(command));
        Assert.Equal("Paused", result.Properties["State"].Value.ToString());
        Assert.Contains(reason, (string)result.Properties["Reason"].Value, StringComparison.Ordinal);
        Assert.Single((IReadOnlyList<string>)result.Properties["Nodes"].Value);
    }

    private static void GoesOn(ModuleSession session)
    {
        PSObject result = Assert.Single(session.Succeed("Invoke-RollingUpgrade -Resume"));
        Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
    }
}

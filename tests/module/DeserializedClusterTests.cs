using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>The loop against a cluster whose every object is a copy: names count, and never references.</summary>
public sealed class DeserializedClusterTests
{
    /// <summary>What PowerShell itself offers, where machines are asked and where objects are live.</summary>
    private const string Remoting =
        """
        function global:Get-PSSession { param($Name) "the session $Name" }
        function global:Invoke-Command {
            param($Session, $ComputerName, $ScriptBlock, $ArgumentList, $ThrottleLimit, $SessionOption)
            if ($Session) { [Module.Tests.DeserializedCluster]::Live($ScriptBlock, $ArgumentList) }
            else { [Module.Tests.DeserializedCluster]::Machines($ComputerName, "$ScriptBlock") }
        }
        """;

    [Fact]
    public void A_run_from_elsewhere_ends_with_all_nodes_new_and_what_it_borrowed_is_back()
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin("cluster01-2019");
        using ModuleSession session = new();
        UseCopies(cluster, session, () =>
        {
            string plan = session.Write("plan.json", Encoding.UTF8.GetBytes(Plan(session)));
            PSObject result = Assert.Single(session.Succeed(
                "param($Plan) Invoke-RollingUpgrade -Plan $Plan -Cluster CLUSTER01 -Force", plan));
            string reason = $"{result.Properties["Reason"].Value}";
            Assert.True(reason.Length == 0, reason);
            Assert.Equal("ReversibleAllNodesNew", result.Properties["State"].Value.ToString());
            // Before the setup of each node somebody was asked, and said yes.
            Assert.Equal(
                cluster.Texts("Get-ClusterNode").Length,
                session.Host.Questions.Count(asked => asked.Contains("All shared disks are unmapped")));
        });

        Assert.Equal(["10"], cluster.Texts("(Get-Cluster).ClusterFunctionalLevel"));
        Assert.All(
            cluster.Texts("Get-ClusterNode | ForEach-Object { \"$($_.State) $($_.BuildNumber)\" }"),
            node => Assert.Equal("Up 20348", node));
        Assert.Equal(["2"], cluster.Texts("(Get-Cluster).AutoBalancerMode"));
        Assert.Contains("live FailoverClusters\\Get-Cluster", DeserializedCluster.Asked);
        Assert.Empty(DeserializedCluster.Local);
    }

    [Fact]
    public void Configuration_versions_are_raised_from_elsewhere()
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin("cluster01-2019");
        cluster.Succeed("$null = Invoke-RollingUpgrade 2022 -Commit");
        using ModuleSession session = new();
        UseCopies(cluster, session, () =>
        {
            PSObject result = Assert.Single(session.Succeed(
                "Update-RollingUpgradeVMVersion -Cluster CLUSTER01 -Confirm:$false -Attest @{ backup = 'tonight' }"));
            Assert.Equal(string.Empty, $"{result.Properties["Reason"].Value}");
            Assert.Equal("Completed", result.Properties["State"].Value.ToString());
        });

        string[] versions = cluster.Texts("Get-VM -ComputerName (Get-ClusterNode) | ForEach-Object Version");
        Assert.Equal(["10.0"], versions.Distinct());
        Assert.Empty(DeserializedCluster.Local);
    }

    [Fact]
    public void A_no_at_the_terminal_before_setup_pauses_the_run_and_says_why()
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin("cluster01-2019");
        using ModuleSession session = new();
        session.Host.Choice = 1;
        UseCopies(cluster, session, () =>
        {
            string plan = session.Write("plan.json", Encoding.UTF8.GetBytes(Plan(session)));
            PSObject result = Assert.Single(session.Succeed(
                "param($Plan) Invoke-RollingUpgrade -Plan $Plan -Cluster CLUSTER01 -Force", plan));
            Assert.Equal("Paused", result.Properties["State"].Value.ToString());
            Assert.Contains("nobody confirmed that setup of", $"{result.Properties["Reason"].Value}");
        });
        Assert.Contains("All shared disks are unmapped", Assert.Single(session.Host.Questions));
    }

    [Theory]
    [InlineData("cluster01-2019", "CLUSTER01", 0)]
    [InlineData("contoso-2012r2", "CONTOSO", 4)]
    public void Every_call_of_a_capture_is_told_the_cluster_and_a_host_that_does_not_answer_is_named(
        string scenario, string name, int silent)
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin(scenario);
        using ModuleSession session = new();
        UseCopies(cluster, session, () =>
        {
            // No host of 2012 R2 can be asked here by the version of the module that it has itself.
            session.Succeed("function global:New-PSSessionOption { throw 'no remoting' }");
            JsonNode found = JsonNode.Parse(Assert.Single(
                session.Texts("param($Name) (Export-ClusterInventory -Cluster $Name).ToJson()", name)))!;
            JsonArray? unanswered = found["coordinator"]!["unanswered"]?.AsArray();
            Assert.Equal(silent, unanswered?.Count(one => (string?)one!["module"] == "Hyper-V") ?? 0);
        });
        Assert.Empty(DeserializedCluster.Local);
        // What later versions of the module say of such a host is an error; they are not called.
        Assert.Equal(silent == 0, DeserializedCluster.Asked.Contains("Hyper-V\\Get-VM"));
    }

    [Fact]
    public void A_host_of_2012_r2_is_asked_by_the_version_of_the_module_that_it_has()
    {
        using ModuleSession session = new();
        session.Succeed(
            """
            function global:New-PSSessionOption { 'limits' }
            function global:Invoke-Command {
                param($ComputerName, $ScriptBlock, $ArgumentList, $SessionOption)
                $global:place = $ComputerName
                & $ScriptBlock @ArgumentList
            }
            function global:Import-Module { param($Name, $RequiredVersion) $global:module = "$Name $RequiredVersion" }
            function global:Get-OldVM {
                param($Name)
                [pscustomobject] @{
                    Name = $Name
                    NetworkAdapters = @([pscustomobject] @{ VlanSetting = [pscustomobject] @{ AccessVlanId = 7 } })
                }
            }
            """);
        PSObject found = Assert.Single(session.Succeed(
            "param($Text, $Bound) & ([scriptblock]::Create($Text)) $Bound",
            ScriptForOldHost("Get-OldVM"),
            new System.Collections.Hashtable { ["ComputerName"] = "HV01", ["Name"] = "vm1" }));
        Assert.Equal("vm1", found.Properties["Name"].Value);
        session.Succeed("param($Found) $global:found = $Found", found);
        Assert.Equal(["7"], session.Texts("$found.NetworkAdapters[0].VlanSetting.AccessVlanId"));
        Assert.Equal(["HV01", "Hyper-V 1.1"], session.Texts("$place; $module"));
    }

    [Theory]
    [InlineData(true, 5987u)]
    [InlineData(false, 5987u)]
    public void An_error_that_crossed_the_border_keeps_its_number(bool isNative, uint code)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;
        Exception cause = isNative
            ? new System.ComponentModel.Win32Exception((int)code)
            : new InvalidOperationException("no") { HResult = unchecked((int)(0x80070000 | code)) };
        PSObject copy = PSObject.AsPSObject(PSSerializer.Deserialize(PSSerializer.Serialize(
            new InvalidOperationException("The cluster refused.", cause), depth: 2)));
        ConstructorInfo make = typeof(RemoteException).GetConstructors(Hidden).First(one =>
            one.GetParameters() is [_, { ParameterType: var second }, _] && second == typeof(PSObject));
        object remote = make.Invoke(["The cluster refused.", copy, null]);
        using ModuleSession session = new();
        Assembly module = AppDomain.CurrentDomain.GetAssemblies()
            .Last(assembly => assembly.GetName().Name == "RollingUpgrade");
        object? found = module.GetType("RollingUpgrade.Execution.ClusterErrors", throwOnError: true)!
            .GetMethod("Win32", Hidden)!.Invoke(null, [remote]);
        Assert.Equal(code, found);
    }

    [Fact]
    public void Cmdlets_of_updating_that_do_not_answer_are_found_before_the_run()
    {
        using ModuleSession cluster = new();
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(StagedModule.Scenario("cluster01-2019")))!;
        inventory["roles"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["name"] = "CAUCluster01",
            ["id"] = "7c1b0d8e-2f54-4c1e-9f5a-3a6f0b1c2d3e",
            ["kind"] = "clusterAwareUpdating",
            ["owner"] = "Node1",
        });
        cluster.Write("cluster.json", Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        cluster.Succeed(
            "$global:twin = New-ClusterTwin ./cluster.json -Seed 1; Enter-ClusterTwin $twin -Scope Runspace");
        using ModuleSession session = new();
        UseCopies(cluster, session, () =>
        {
            DeserializedCluster.Before = (name, _) =>
            {
                if (name.StartsWith("ClusterAwareUpdating", StringComparison.Ordinal))
                {
                    throw new CommandNotFoundException($"{name} is not recognized.");
                }
            };
            string[] found = session.Texts(
                "Test-RollingUpgrade 2022 -Cluster CLUSTER01 -Rule CRD-09 "
                + "| ForEach-Object { \"$($_.Severity) $($_.Message)\" }");
            string message = Assert.Single(found);
            Assert.StartsWith("Error The cmdlets of ClusterAwareUpdating do not answer", message);
        });
    }

    [Fact]
    public void Facts_of_machines_are_read_again_when_they_are_older_than_the_policy_allows()
    {
        int[] read = [.. new[] { 0, 86400 }.Select(FactsReadByARun)];
        Assert.True(read[0] > read[1], $"{read[0]} reads of facts that age at once, {read[1]} of facts that do not.");
    }

    private static int FactsReadByARun(int ageSeconds)
    {
        using ModuleSession cluster = new ModuleSession().EnterTwin("cluster01-2019");
        using ModuleSession session = new();
        UseCopies(cluster, session, () =>
        {
            JsonNode plan = JsonNode.Parse(Plan(session))!;
            plan["policy"]!["factAgeSeconds"] = ageSeconds;
            string path = session.Write("plan.json", Encoding.UTF8.GetBytes(plan.ToJsonString()));
            session.Succeed("param($Plan) Invoke-RollingUpgrade -Plan $Plan -Cluster CLUSTER01 -Force", path);
        });
        return DeserializedCluster.FactsRead;
    }

    /// <summary>The script of the module for a call on such a host; its cmdlet is one of this test.</summary>
    private static string ScriptForOldHost(string cmdlet)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;
        Assembly module = AppDomain.CurrentDomain.GetAssemblies()
            .Last(assembly => assembly.GetName().Name == "RollingUpgrade");
        object command = module.GetType("RollingUpgrade.Execution.ClusterCommand", throwOnError: true)!
            .GetConstructors(Hidden).Single().Invoke(["Hyper-V", cmdlet]);
        string script = (string)module.GetType("RollingUpgrade.Execution.OldHosts", throwOnError: true)!
            .GetMethod("Script", Hidden)!.Invoke(null, [command])!;
        return $"param($Bound) {script}".Replace($"Hyper-V\\{cmdlet}", cmdlet);
    }

    /// <summary>Lets a session see nothing but copies of the objects of another one's twin.</summary>
    internal static void UseCopies(ModuleSession cluster, ModuleSession session, Action use)
    {
        DeserializedCluster.Stand(cluster);
        string before = Environment.GetEnvironmentVariable("PSModulePath")!;
        string folder = Path.Combine(session.Folder, "modules");
        try
        {
            IReadOnlyList<string> modules = DeserializedCluster.WriteModules(folder);
            // Nothing else: the other session has entered a twin, whose modules are on the path of the process.
            Environment.SetEnvironmentVariable("PSModulePath", folder);
            foreach (string module in modules)
            {
                session.Succeed("param($Path) Import-Module $Path -ErrorAction Stop", Path.Combine(folder, module));
            }

            session.Succeed(Remoting);
            use();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", before);
        }
    }

    /// <summary>A plan of the same cluster that does not wait by the clock on the wall.</summary>
    internal static string Plan(ModuleSession session)
    {
        string policy = session.Write(
            "policy.json",
            Encoding.UTF8.GetBytes("""{ "pollSeconds": 0, "longPollSeconds": 0, "soakSeconds": 0 }"""));
        JsonNode plan = JsonNode.Parse(session.Texts(
            "param($Path, $Policy) (New-RollingUpgradePlan 2022 -Path $Path -Policy $Policy).ToJson()",
            StagedModule.Scenario("cluster01-2019"),
            policy)[0])!;
        return plan.ToJsonString();
    }
}

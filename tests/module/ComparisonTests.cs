using System.Management.Automation;
using System.Text;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>Inventories by hand, compared, and without their names.</summary>
public sealed class ComparisonTests
{
    private const string Yaml =
        """
        # A cluster by hand.
        schema: rolling-upgrade/inventory/1
        cluster: { name: C1, functionalLevel: 9 }
        nodes:
          - name: n1
            id: 1
            machine:
              release: 2016
              build: 14393
              processor: { vendor: GenuineIntel, logicalProcessors: 8 }
              memoryMiB: 65536
          - { name: n2, id: 2 }
        roles:
          - { name: files, id: r1, kind: fileServer, owner: n1, possibleOwners: [n1, n2] }
        """;

    [Fact]
    public void Yaml_is_read_wherever_a_path_is_given()
    {
        using ModuleSession session = new();
        Write(session, "cluster.yaml", Yaml);
        Write(session, "simulation.yml", "# slow calls\nschema: rolling-upgrade/simulation/1\ncallMilliseconds: 300\n");
        Assert.NotEmpty(session.Succeed("Test-RollingUpgrade 2019 -Path ./cluster.yaml"));
        string[] nodes = session.Texts(
            """
            $twin = New-ClusterTwin ./cluster.yaml -Simulation ./simulation.yml
            Enter-ClusterTwin $twin -Scope Runspace
            Get-ClusterNode | ForEach-Object { $_.Name }
            Exit-ClusterTwin
            """);
        Assert.Equal(["n1", "n2"], nodes);
    }

    [Fact]
    public void An_error_in_yaml_names_path_line_column_and_the_closest_name()
    {
        using ModuleSession session = new();
        Write(session, "cluster.yaml", Yaml.Replace("possibleOwners", "posibleOwners"));
        session.Run("Test-RollingUpgrade 2019 -Path ./cluster.yaml");
        ErrorRecord error = Assert.Single(session.Errors);
        Assert.StartsWith("UnknownField,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("roles[0].posibleOwners", error.TargetObject);
        Assert.Contains("did you mean `possibleOwners`?", error.ToString());
        Assert.Contains("line 14, column 57", error.ToString());
        Write(session, "cluster.yaml", Yaml + "\nmachines: *none\n");
        session.Run("New-ClusterTwin ./cluster.yaml");
        string id = Assert.Single(session.Errors).FullyQualifiedErrorId;
        Assert.StartsWith("DocumentNotYaml,", id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_is_an_object_with_both_values()
    {
        using ModuleSession session = new();
        Write(session, "before.yaml", Yaml);
        string after = Yaml.Replace("functionalLevel: 9", "functionalLevel: 10").Replace("[n1, n2]", "[n2]");
        Write(session, "after.yaml", after);
        PSObject[] all = [.. session.Succeed("Compare-ClusterInventory ./before.yaml ./after.yaml")];
        Assert.Equal(
            ["functionalLevel", "possibleOwners"], all.Select(one => (string)one.Properties["Property"].Value));
        Assert.Equal([true, false], all.Select(one => (bool)one.Properties["Expected"].Value));
        Assert.Equal(9L, all[0].Properties["Before"].Value);
        Assert.Equal(["n2"], (object[])all[1].Properties["After"].Value);
        Assert.Equal("role", all[1].Properties["SubjectKind"].Value);
        Assert.Equal("files", all[1].Properties["Subject"].Value);
        const string Quiet = "Compare-ClusterInventory ./before.yaml ./after.yaml -Quiet";
        Assert.Equal(["False"], session.Texts(Quiet));
        Assert.Equal(["False"], session.Texts(Quiet + " -Upgrade"));
        Assert.Equal(["True"], session.Texts(Quiet + " -Upgrade -Ignore role.possibleOwners"));
        session.Run(Quiet + " -Ignore color");
        Assert.StartsWith(
            "RequestInvalid,", Assert.Single(session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anonymized_capture_has_no_name_of_the_cluster()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        session.Succeed("$null = Export-ClusterInventory ./shared.json -Anonymize");
        string text = File.ReadAllText(Path.Combine(session.Folder, "shared.json"));
        Assert.DoesNotContain("contoso", text, StringComparison.OrdinalIgnoreCase);
        string[] rules = session.Texts("(Test-RollingUpgrade 2016 -Path ./shared.json).Rule");
        Assert.Equal(session.Texts("(Export-ClusterInventory | Test-RollingUpgrade 2016).Rule"), rules);
    }

    private static void Write(ModuleSession session, string name, string text) =>
        session.Write(name, Encoding.UTF8.GetBytes(text));
}

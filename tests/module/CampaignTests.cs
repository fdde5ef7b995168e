using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Module.Tests;

/// <summary>Configuration versions where something is wrong with one VM: it alone keeps its version.</summary>
public sealed class CampaignTests
{
    private const string Machines =
        "Get-ClusterNode | ForEach-Object { Get-VM -ComputerName $_.Name } "
        + "| ForEach-Object { \"$($_.Name) $($_.Version) $($_.State)\" }";

    [Theory]
    [InlineData("checkpoint", "has 1 checkpoint")]
    [InlineData("saved", "saved")]
    [InlineData("replica of an old partner", "dr does not run version 8.0")]
    [InlineData("replica of a silent partner", "The release of dr is not known")]
    public void A_machine_that_can_not_be_raised_is_left_alone(string trouble, string why)
    {
        using ModuleSession session = Upgraded(machine => Spoil(machine, trouble));
        PSObject result = Assert.Single(session.Succeed("Update-RollingUpgradeVMVersion"));
        Assert.Equal("Completed", result.Properties["State"].Value.ToString());
        Assert.Contains(session.Warnings, line => line.Contains("WEB01", StringComparison.Ordinal)
            && line.Contains(why, StringComparison.Ordinal));
        string old = Assert.Single(session.Texts(Machines), machine => !machine.Contains(" 8.0 "));
        Assert.StartsWith("WEB01 ", old, StringComparison.Ordinal);
    }

    [Fact]
    public void The_partner_of_a_replica_is_asked_for_its_release()
    {
        using ModuleSession session = Upgraded(machine => machine["replica"] = new JsonObject
        {
            ["partner"] = "CONTOSO-HV01",
            ["primary"] = true,
        });
        JsonNode inventory = JsonNode.Parse(Assert.Single(session.Texts("(Export-ClusterInventory).ToJson()")))!;
        JsonNode machine = inventory["roles"]!.AsArray().Single(role => (string?)role!["name"] == "WEB01")!;
        Assert.Equal("2016", (string?)machine["virtualMachine"]!["replica"]!["partnerRelease"]);
    }

    private static void Spoil(JsonObject machine, string trouble)
    {
        switch (trouble)
        {
            case "checkpoint":
                machine["checkpoints"] = 1;
                break;
            case "saved":
                machine["state"] = "saved";
                break;
            case "replica of an old partner":
                machine["replica"] = new JsonObject
                {
                    ["partner"] = "dr",
                    ["partnerRelease"] = "2012R2",
                    ["primary"] = true,
                };
                break;
            default:
                machine["replica"] = new JsonObject { ["partner"] = "dr", ["primary"] = true };
                break;
        }
    }

    /// <summary>A cluster that has been upgraded from 2012 R2 to 2016, and of which WEB01 was changed.</summary>
    private static ModuleSession Upgraded(Action<JsonObject> change)
    {
        ModuleSession session = new ModuleSession().EnterTwin("contoso-2012r2");
        string text = Assert.Single(session.Texts(
            "$null = Invoke-RollingUpgrade 2016 -Commit -Attest @{ backup = 'stated for the test' }; "
            + "(Export-ClusterInventory).ToJson(); Exit-ClusterTwin"));
        JsonNode inventory = JsonNode.Parse(text)!;
        change(inventory["roles"]!.AsArray()
            .Single(role => (string?)role!["name"] == "WEB01")!["virtualMachine"]!.AsObject());
        string path = session.Write("upgraded.json", Encoding.UTF8.GetBytes(inventory.ToJsonString()));
        session.Succeed(
            "param($Path) $global:twin = New-ClusterTwin $Path -Seed 1; Enter-ClusterTwin $twin -Scope Runspace", path);
        return session;
    }
}

using System.Text;
using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>Requests and inventories that several tests send.</summary>
internal static class Samples
{
    internal static byte[] Inventory { get; } =
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "contoso.json"));

    internal static JsonObject InventoryNode => JsonNode.Parse(Inventory)!.AsObject();

    internal static NativeHandle SelfTest() => NativeCore.Open(new JsonObject { ["kind"] = "selfTest" });

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static ErrorReport Refusal(Action action) => Assert.Throws<NativeException>(action).Report;

    /// <summary>A valid inventory with as many bytes as are asked for, or a few more.</summary>
    internal static byte[] InventoryOf(int bytes)
    {
        JsonObject inventory = InventoryNode;
        JsonArray roles = inventory["roles"]!.AsArray();
        string owner = (string)inventory["nodes"]![0]!["name"]!;
        string filler = new('x', 700);
        int count = (bytes / (filler.Length + 80)) + 1;
        for (int number = 0; number < count; number++)
        {
            roles.Add(new JsonObject
            {
                ["name"] = $"filler {number}",
                ["id"] = $"f{number:x}",
                ["kind"] = "generic",
                ["owner"] = owner,
                ["antiAffinityClasses"] = new JsonArray(filler),
            });
        }

        return Bytes(inventory.ToJsonString());
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>Bytes in, documents out, faults to exceptions.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void An_inventory_is_read_with_its_defaults()
    {
        using JsonDocument inventory = NativeCore.ReadInventory(Samples.Inventory);

        Assert.Equal(4, inventory.RootElement.GetProperty("nodes").GetArrayLength());
        Assert.True(inventory.RootElement.GetProperty("cluster").TryGetProperty("addEvictDelaySeconds", out _));
    }

    [Theory]
    [InlineData("no inventory", "DocumentNotJson", null)]
    [InlineData("", "DocumentNotJson", null)]
    [InlineData("{}", "SchemaMismatch", "schema")]
    [InlineData("{\"schema\":\"rolling-upgrade/plan/1\"}", "SchemaMismatch", "schema")]
    [InlineData("{\"schema\":\"rolling-upgrade/inventory/2\"}", "SchemaNewer", "schema")]
    public void A_wrong_document_is_told_with_id_and_place(string text, string id, string? subject)
    {
        ErrorReport report = Samples.Refusal(() => NativeCore.ReadInventory(Samples.Bytes(text)));

        Assert.Equal(id, report.Id);
        Assert.Equal(subject, report.Subject);
        Assert.EndsWith(".", report.Remedy, StringComparison.Ordinal);
        Assert.NotEqual("NotSpecified", report.Category);
    }

    [Fact]
    public void An_unknown_field_is_named_by_its_path()
    {
        JsonObject inventory = Samples.InventoryNode;
        inventory["nodes"]![1]!["colour"] = "red";

        ErrorReport report = Samples.Refusal(() => NativeCore.ReadInventory(Samples.Bytes(inventory.ToJsonString())));

        Assert.Equal(("UnknownField", "nodes[1].colour"), (report.Id, report.Subject));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_as_such()
    {
        Assert.Equal("DocumentNotUtf8", Samples.Refusal(() => NativeCore.ReadInventory([0x7b, 0xff, 0xfe, 0x7d])).Id);
        ErrorReport refusal = Samples.Refusal(() => NativeCore.Invoke(NativeFunction.Check, [0xc3, 0x28]));
        Assert.Equal("DocumentNotUtf8", refusal.Id);
    }

    [Fact]
    public void A_document_of_64_MB_is_handled()
    {
        byte[] bytes = Samples.InventoryOf(64_000_000);
        Assert.InRange(bytes.Length, 64_000_000, NativeCore.InventoryBytesMax);

        using JsonDocument inventory = NativeCore.ReadInventory(bytes);

        Assert.True(inventory.RootElement.GetProperty("roles").GetArrayLength() > 80_000);
    }

    [Fact]
    public void A_document_above_the_limit_is_refused()
    {
        byte[] bytes = new byte[NativeCore.InventoryBytesMax + 1];

        Assert.Equal("DocumentTooLarge", Samples.Refusal(() => NativeCore.ReadInventory(bytes)).Id);
        // The library refuses it, too, when something else calls it.
        byte[] larger = new byte[NativeCore.RequestBytesMax + 1];
        NativeAnswer answer = Exports.Invoke(NativeFunction.Check, larger);
        Assert.Equal("DocumentTooLarge", Samples.Refusal(() => Envelope.Open(answer, null)).Id);
    }

    [Fact]
    public void A_forced_panic_arrives_with_message_and_place()
    {
        JsonObject request = new() { ["selfTest"] = new JsonObject { ["panic"] = "seven of nine" } };

        var exception = Assert.Throws<NativeException>(() => NativeCore.Invoke(NativeFunction.Describe, request));

        Assert.Equal("InternalFault", exception.Report.Id);
        Assert.StartsWith("seven of nine (at native/ffi/src/", exception.Report.Message, StringComparison.Ordinal);
        Assert.Equal(exception.Report.Sentence, exception.Message);
        using JsonDocument after = NativeCore.Describe();
        Assert.Equal(NativeCore.EnsureLibrary().Version, after.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public void Every_function_reaches_its_export()
    {
        JsonObject upgrade = new() { ["inventory"] = Samples.InventoryNode, ["target"] = "2016" };
        using JsonDocument check = NativeCore.Invoke(NativeFunction.Check, upgrade);
        using JsonDocument plan = NativeCore.Invoke(NativeFunction.Plan, upgrade);
        JsonNode planNode = JsonNode.Parse(plan.RootElement.GetRawText())!;
        using JsonDocument text = NativeCore.Invoke(NativeFunction.PlanText, new JsonObject { ["plan"] = planNode });
        using JsonDocument rehearsal = NativeCore.Invoke(NativeFunction.Rehearse, upgrade);
        using JsonDocument report =
            NativeCore.Invoke(NativeFunction.Report, new JsonObject { ["plan"] = planNode.DeepClone() });
        using JsonDocument schema = NativeCore.Invoke(NativeFunction.Schema, new JsonObject { ["kind"] = "plan" });

        Assert.Equal("rolling-upgrade/findings/1", check.RootElement.GetProperty("schema").GetString());
        Assert.Equal("rolling-upgrade/plan/1", plan.RootElement.GetProperty("schema").GetString());
        Assert.StartsWith("Plan for cluster", text.RootElement.GetString(), StringComparison.Ordinal);
        Assert.Equal("rolling-upgrade/rehearsal/1", rehearsal.RootElement.GetProperty("schema").GetString());
        Assert.StartsWith("<!DOCTYPE html>", report.RootElement.GetString(), StringComparison.Ordinal);
        Assert.True(schema.RootElement.TryGetProperty("properties", out _));
    }

    [Fact]
    public void Every_error_id_of_this_side_is_in_the_catalogue()
    {
        using JsonDocument description = NativeCore.Describe();
        Dictionary<string, string> catalogue = description.RootElement.GetProperty("errors").EnumerateArray()
            .ToDictionary(
                error => error.GetProperty("id").GetString()!,
                error => error.GetProperty("category").GetString()!);

        foreach (NativeException failure in new[]
        {
            Failures.HandleInvalid(7),
            Failures.TooLarge(2, 1),
            Failures.LibraryNotFound("a"),
            Failures.LibraryNotFound("a", new InvalidOperationException("b")),
            Failures.VersionMismatch("a", "b", "c"),
            Failures.UnknownAnswer("a"),
        })
        {
            Assert.Equal(catalogue[failure.Report.Id], failure.Report.Category);
            Assert.EndsWith(".", failure.Report.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_report_survives_the_way_there_and_back()
    {
        ErrorReport report = new("NodeNotFound", "ObjectNotFound", "no node", "Look.", "n1", ["one", "two"], 5042);

        using JsonDocument document = JsonDocument.Parse(report.ToJson().ToJsonString());
        ErrorReport again = ErrorReport.FromJson(document.RootElement);

        Assert.Equal(report.ToJson().ToJsonString(), again.ToJson().ToJsonString());
        NativeException exception = new(again);
        Assert.Equal("No node.", exception.Message);
        Assert.Equal("two", exception.InnerException!.InnerException!.Message);
    }
}

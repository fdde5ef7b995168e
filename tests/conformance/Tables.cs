using System.Text.Json;

namespace Conformance.Tests;

/// <summary>The tables of facts about the originals; their sources are named in the files.</summary>
internal static class Tables
{
    private static readonly JsonDocument CmdletTable = Open("cmdlets.json");
    private static readonly JsonDocument TypeTable = Open("types.json");

    /// <summary>The cmdlets of a module by name.</summary>
    public static Dictionary<string, JsonElement> Cmdlets(string module) =>
        Members(CmdletTable.RootElement.GetProperty("modules").GetProperty(module));

    /// <summary>Types by full name.</summary>
    public static Dictionary<string, JsonElement> Types { get; } =
        TypeTable.RootElement.EnumerateObject()
            .Where(module => module.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(module => module.Value.EnumerateObject())
            .ToDictionary(type => type.Name, type => type.Value, StringComparer.Ordinal);

    /// <summary>The members of an object by name.</summary>
    public static Dictionary<string, JsonElement> Members(JsonElement table) =>
        table.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    private static JsonDocument Open(string file) => JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(StagedModule.Checkout, "tests", "conformance", "data", file)));
}

using System.Text.Json;

namespace Conformance.Tests;

/// <summary>The tables of facts about the originals; their sources are named in the files.</summary>
internal static class Tables
{
    private static readonly JsonDocument CmdletTable = Open("cmdlets.json");
    private static readonly JsonDocument TypeTable = Open("types.json");

    private static readonly JsonDocument NameTable = Open("names.json");

    /// <summary>
    /// Every documented name of a module: those of the table, and those that only the module's overview page lists.
    /// </summary>
    public static IEnumerable<string> Names(string module)
    {
        IEnumerable<string> listed = NameTable.RootElement.TryGetProperty(module, out JsonElement names)
            ? names.EnumerateArray().Select(name => name.GetString()!)
            : [];
        return Cmdlets(module).Keys.Union(listed, StringComparer.OrdinalIgnoreCase);
    }

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

using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>Reads fields of a view. A field that is missing or null reads as its empty value.</summary>
internal static class JsonFields
{
    /// <summary>A field; false where it is missing, or where the view is no object at all.</summary>
    private static bool Find(this JsonElement view, ReadOnlySpan<byte> field, out JsonElement value)
    {
        value = default;
        return view.ValueKind == JsonValueKind.Object && view.TryGetProperty(field, out value);
    }

    public static string Text(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.OptionalText(field) ?? string.Empty;

    public static string? OptionalText(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static uint Number(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetUInt32()
            : 0;

    public static ulong LongNumber(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.OptionalLongNumber(field) ?? 0;

    public static ulong? OptionalLongNumber(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetUInt64()
            : null;

    /// <summary>A time, in UTC; the earliest where it is missing.</summary>
    public static DateTime Time(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetDateTime().ToUniversalTime()
            : default;

    /// <summary>What stands in a field; nothing where it is missing.</summary>
    public static JsonElement Element(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) ? value : default;

    /// <summary>The elements of a list; none where it is missing.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    public static bool Flag(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static string[] Texts(this JsonElement view, ReadOnlySpan<byte> field)
    {
        if (!view.Find(field, out JsonElement value) || value.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var texts = new string[value.GetArrayLength()];
        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            texts[index++] = element.GetString() ?? string.Empty;
        }

        return texts;
    }

    /// <summary>The fields of an object by their names; empty where there is no such object.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Fields(this JsonElement view, ReadOnlySpan<byte> field) =>
        view.Find(field, out JsonElement value) ? value.Fields() : default(JsonElement).Fields();

    /// <summary>The fields of the object itself.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Fields(this JsonElement view)
    {
        var fields = new SortedDictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        if (view.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in view.EnumerateObject())
            {
                fields[property.Name] = property.Value;
            }
        }

        return fields;
    }
}

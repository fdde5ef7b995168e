using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Documents;

/// <summary>Reads fields of documents that the core wrote; an absent field is null, zero or empty.</summary>
internal static class JsonReading
{
    internal static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    internal static long Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64()
            : 0;

    internal static bool Flag(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    internal static JsonElement? Part(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    internal static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    internal static string[] Texts(this JsonElement element, string name) =>
        element.Items(name).Select(item => item.GetString() ?? string.Empty).ToArray();

    internal static TimeSpan Seconds(this JsonElement element, string name) =>
        TimeSpan.FromSeconds(element.Number(name));

    internal static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Text(name) is { } text ? ParseTime(text) : null;

    /// <summary>A time as documents hold it: RFC 3339 in UTC.</summary>
    internal static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A time for a document, to the millisecond.</summary>
    internal static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A copy of an element that can be put into a request.</summary>
    internal static JsonNode? ToNode(this JsonElement element) => JsonNode.Parse(element.GetRawText());

    internal static JsonArray ToArray(IEnumerable<string> texts) =>
        new(texts.Select(text => (JsonNode?)JsonValue.Create(text)).ToArray());
}

using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Documents;

/// <summary>A document that was typed as a table: names of fields may begin with a capital letter.</summary>
internal static class TableDocument
{
    internal static JsonObject Of(IDictionary fields)
    {
        JsonObject document = [];
        foreach (DictionaryEntry field in fields)
        {
            string name = $"{field.Key}";
            document[name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1)] = Value(field.Value);
        }

        return document;
    }

    private static JsonNode? Value(object? value) => value switch
    {
        PSObject wrapped when wrapped.BaseObject is not PSCustomObject => Value(wrapped.BaseObject),
        null => null,
        bool flag => JsonValue.Create(flag),
        SwitchParameter flag => JsonValue.Create(flag.IsPresent),
        sbyte or byte or short or ushort or int or uint or long =>
            JsonValue.Create(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        DateTime time => JsonValue.Create(JsonReading.Format(time.ToUniversalTime())),
        DateTimeOffset time => JsonValue.Create(JsonReading.Format(time)),
        IDictionary fields => Of(fields),
        string text => JsonValue.Create(text),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Value)]),
        _ => JsonValue.Create($"{value}"),
    };
}

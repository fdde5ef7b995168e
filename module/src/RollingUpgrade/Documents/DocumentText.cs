using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Documents;

/// <summary>Writes documents as people read them: indented, names not escaped.</summary>
internal static class DocumentText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Of(JsonNode document) =>
        document.ToJsonString(Indented).Replace("\r\n", "\n") + "\n";
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Native;

/// <summary>An error as a document: the same shape on both sides of the C ABI.</summary>
public sealed class ErrorReport
{
    private const string Schema = "rolling-upgrade/error/1";

    /// <summary>Initializes a new instance of the <see cref="ErrorReport"/> class.</summary>
    /// <param name="id">The stable id.</param>
    /// <param name="category">The name of PowerShell's category.</param>
    /// <param name="message">What happened, in lower case and without a full stop.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="subject">What the error is about.</param>
    /// <param name="causes">The messages underneath, outermost first.</param>
    /// <param name="win32">The Windows system error code.</param>
    /// <param name="findings">What the rules found, where they are the reason.</param>
    public ErrorReport(
        string id,
        string category,
        string message,
        string remedy,
        string? subject = null,
        IReadOnlyList<string>? causes = null,
        uint? win32 = null,
        IReadOnlyList<JsonElement>? findings = null)
    {
        Id = id;
        Category = category;
        Message = message;
        Remedy = remedy;
        Subject = subject;
        Causes = causes ?? [];
        Win32 = win32;
        Findings = findings ?? [];
    }

    /// <summary>Gets the stable id, in PascalCase.</summary>
    public string Id { get; }

    /// <summary>Gets the name of PowerShell's category.</summary>
    public string Category { get; }

    /// <summary>Gets what happened, in lower case and without a full stop.</summary>
    public string Message { get; }

    /// <summary>Gets what the error is about: a node, a field's path, a file.</summary>
    public string? Subject { get; }

    /// <summary>Gets what to do, as a sentence.</summary>
    public string Remedy { get; }

    /// <summary>Gets the messages of the errors underneath, outermost first.</summary>
    public IReadOnlyList<string> Causes { get; }

    /// <summary>Gets the Windows system error code, where the error has one.</summary>
    public uint? Win32 { get; }

    /// <summary>Gets what the rules found, where they are the reason: a document each.</summary>
    public IReadOnlyList<JsonElement> Findings { get; }

    /// <summary>Gets the message as a sentence.</summary>
    public string Sentence =>
        Message.Length == 0
            ? Message
            : char.ToUpper(Message[0], CultureInfo.InvariantCulture) + Message.Substring(1) + ".";

    /// <summary>Reads a report.</summary>
    /// <param name="document">The document, as the library wrote it.</param>
    /// <returns>The report.</returns>
    public static ErrorReport FromJson(JsonElement document)
    {
        return new ErrorReport(
            Text(document, "id") ?? "InternalFault",
            Text(document, "category") ?? "NotSpecified",
            Text(document, "message") ?? string.Empty,
            Text(document, "remedy") ?? string.Empty,
            Text(document, "subject"),
            document.TryGetProperty("causes", out JsonElement causes)
                ? [.. causes.EnumerateArray().Select(cause => cause.GetString() ?? string.Empty)]
                : null,
            document.TryGetProperty("win32", out JsonElement win32) ? win32.GetUInt32() : null,
            document.TryGetProperty("findings", out JsonElement findings)
                ? [.. findings.EnumerateArray().Select(finding => finding.Clone())]
                : null);
    }

    /// <summary>Writes the report as the library reads it.</summary>
    /// <returns>A new document.</returns>
    public JsonObject ToJson()
    {
        JsonObject document = new()
        {
            ["schema"] = Schema,
            ["id"] = Id,
            ["category"] = Category,
            ["message"] = Message,
            ["remedy"] = Remedy,
        };
        if (Subject is not null)
        {
            document["subject"] = Subject;
        }

        if (Causes.Count > 0)
        {
            document["causes"] = new JsonArray([.. Causes.Select(cause => (JsonNode)cause)]);
        }

        if (Win32 is uint win32)
        {
            document["win32"] = win32;
        }

        if (Findings.Count > 0)
        {
            document["findings"] = new JsonArray([.. Findings.Select(finding => JsonNode.Parse(finding.GetRawText()))]);
        }

        return document;
    }

    private static string? Text(JsonElement document, string name)
    {
        return document.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Documents;

/// <summary>Reads files that people write by hand, JSON or YAML, through the reader that knows their fields.</summary>
internal static class DocumentConversion
{
    /// <summary>The document of a file as JSON, every default written out.</summary>
    /// <param name="kind">What it has to be: simulation, policy, plan, nodeProfile.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <exception cref="NativeException">The file can't be read, or holds no document of this kind.</exception>
    internal static JsonDocument Read(string kind, string path, INativeLog log)
    {
        byte[] bytes = DocumentFile.Read(path);
        try
        {
            return Convert(kind, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), log);
        }
        catch (DecoderFallbackException error)
        {
            throw Failures.NotUtf8(path, error);
        }
        catch (NativeException failure)
        {
            throw Failures.InFile(path, failure);
        }
    }

    /// <summary>The document of a text as JSON, every default written out.</summary>
    /// <exception cref="NativeException">The text holds no document of this kind.</exception>
    internal static JsonDocument Convert(string kind, string text, INativeLog log) => NativeCore.Invoke(
        NativeFunction.Convert, new JsonObject { ["kind"] = kind, ["text"] = text }, log);
}

using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace RollingUpgrade.Documents;

/// <summary>A policy that is kept in a file, JSON or YAML, and what a call adds to it.</summary>
internal static class PolicyFile
{
    /// <summary>The policy of a file, every default written out.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <exception cref="NativeException">The file can't be read, or holds no policy.</exception>
    internal static JsonObject Read(string path, INativeLog log)
    {
        using JsonDocument policy = DocumentConversion.Read("policy", path, log);
        return policy.RootElement.ToNode()?.AsObject() ?? [];
    }

    /// <summary>The policy of a table of fields, every default written out.</summary>
    /// <exception cref="NativeException">The table is no policy.</exception>
    internal static JsonObject Of(IDictionary fields, INativeLog log)
    {
        string text = TableDocument.Of(fields).ToJsonString();
        using JsonDocument policy = DocumentConversion.Convert("policy", text, log);
        return policy.RootElement.ToNode()?.AsObject() ?? [];
    }

    /// <summary>A policy in which the choices of a call take the place of its own.</summary>
    internal static JsonObject With(JsonObject policy, JsonObject chosen)
    {
        foreach (KeyValuePair<string, JsonNode?> choice in chosen)
        {
            policy[choice.Key] = choice.Value?.DeepClone();
        }

        return policy;
    }

    /// <summary>Puts entries before those that a list of the policy holds: the first word about a rule counts.
    /// </summary>
    internal static void PutFirst(JsonObject policy, string list, IEnumerable<JsonObject> entries)
    {
        IEnumerable<JsonNode?> held = policy[list] as JsonArray ?? [];
        policy[list] = new JsonArray([.. entries, .. held.Select(entry => entry?.DeepClone())]);
    }
}

using System.Collections;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>What a person takes responsibility for: who, when and why.</summary>
internal static class Responsibility
{
    /// <summary>Rules that are acceptable here.</summary>
    /// <param name="rules">Their ids.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RollingUpgrade.Native.NativeException">RequestInvalid: no reason is given.</exception>
    internal static JsonObject[] Acknowledgements(string[] rules, string? reason, DateTimeOffset now)
    {
        if (rules.Length > 0 && string.IsNullOrWhiteSpace(reason))
        {
            throw Failures.ReasonMissing(string.Join(", ", rules));
        }

        return rules.Select(rule => new JsonObject
        {
            ["rule"] = rule,
            ["reason"] = reason,
            ["by"] = Account.Name,
            ["at"] = JsonReading.Format(now),
        }).ToArray();
    }

    /// <summary>Statements about what no inventory shows.</summary>
    /// <param name="statements">Statements by topic.</param>
    /// <param name="now">When.</param>
    internal static JsonObject[] Attestations(Hashtable statements, DateTimeOffset now) =>
        statements.Cast<DictionaryEntry>()
            .Select(entry => (Topic: Properties.Name(entry.Key), Statement: entry.Value))
            .OrderBy(entry => entry.Topic, StringComparer.Ordinal)
            .Select(entry => new JsonObject
            {
                ["topic"] = entry.Topic,
                ["statement"] = entry.Statement is null ? string.Empty : Properties.Name(entry.Statement),
                ["by"] = Account.Name,
                ["at"] = JsonReading.Format(now),
            }).ToArray();
}

using System.Collections.Specialized;
using System.Text.Json;
using ClusterTwin.Views;
using Microsoft.FailoverClusters.PowerShell;

namespace ClusterTwin;

/// <summary>The tests of Test-Cluster on a twin: the twin runs them, this reads what they found.</summary>
internal sealed class ValidationTests
{
    private ValidationTests(JsonElement answer)
    {
        Outcome = answer.Text("outcome"u8);
        Results = [.. answer.GetProperty("tests").EnumerateArray().Select(Read)];
    }

    /// <summary>The line that sums a validation up, in the words of the original.</summary>
    public string Outcome { get; }

    /// <summary>What each test found.</summary>
    public IReadOnlyList<ValidationResult> Results { get; }

    /// <summary>The tests that a call selects by the names of tests or categories.</summary>
    public static IReadOnlyList<ClusterTestInfo> Selected(
        TwinContext context, StringCollection? include, StringCollection? ignore) =>
        [.. Ask(context, include, ignore, list: true).Results.Select(result => result.Test)];

    /// <summary>Runs tests against the present state of a twin.</summary>
    public static ValidationTests Run(TwinContext context, StringCollection? include, StringCollection? ignore) =>
        Ask(context, include, ignore, list: false);

    private static ValidationTests Ask(
        TwinContext context, StringCollection? include, StringCollection? ignore, bool list) => new(context.Call(
        "validate",
        ("include", NamePattern.Texts(include).ToArray()),
        ("ignore", NamePattern.Texts(ignore).ToArray()),
        ("list", list)));

    private static ValidationResult Read(JsonElement test) => new(
        new ClusterTestInfo(test.Text("category"u8), test.Text("name"u8), test.Text("description"u8)),
        [.. test.GetProperty("findings").EnumerateArray().Select(Finding)]);

    private static ValidationFinding Finding(JsonElement finding) => new(
        finding.GetProperty("isError").GetBoolean(),
        finding.Text("rule"u8),
        finding.Text("subject"u8),
        finding.Text("message"u8),
        finding.Text("remedy"u8));
}

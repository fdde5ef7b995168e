using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>The scenarios that are upgraded whole, and their golden text.</summary>
internal static class Scenarios
{
    /// <summary>Scenario, target version, functional level before and after, nodes.</summary>
    public static TheoryData<string, string, int, int, int> All => new()
    {
        { "contoso-2012r2", "2016", 8, 9, 4 },
        { "cluster01-2019", "2022", 10, 11, 3 },
        { "s2d-2022", "2025", 11, 12, 4 },
    };

    /// <summary>The story in the golden text of the rehearsal: from its first line to the summary.</summary>
    public static string[] RehearsedStory(string scenario) =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(StagedModule.Scenario(scenario))!, "run.txt"))
            .SkipWhile(line => line.Length > 0)
            .Skip(1)
            .TakeWhile(line => line.Length > 0)
            .ToArray();
}

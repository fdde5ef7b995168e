using System.Text.RegularExpressions;

namespace Conformance.Tests;

/// <summary>What <c>docs/conformance.md</c> admits: the code spans below its headings.</summary>
internal static partial class Deviations
{
    private static readonly Lazy<Dictionary<string, List<string>>> Sections = new(Read);

    /// <summary>The code spans of a section: the first of each bullet, all of other lines.</summary>
    public static IReadOnlyList<string> Listed(string heading) => Sections.Value[heading];

    /// <summary>Fails with what is listed and does not deviate, and with what deviates and is not listed.</summary>
    public static void Compare(string heading, IEnumerable<string> actual)
    {
        SortedSet<string> found = new(actual, StringComparer.Ordinal);
        SortedSet<string> listed = new(Listed(heading), StringComparer.Ordinal);
        string[] unlisted = [.. found.Except(listed).Select(one => $"not listed: {one}")];
        string[] obsolete = [.. listed.Except(found).Select(one => $"listed, but it conforms: {one}")];
        Xunit.Assert.True(
            unlisted.Length + obsolete.Length == 0,
            $"docs/conformance.md, \"{heading}\":\n{string.Join("\n", unlisted.Concat(obsolete))}");
    }

    private static Dictionary<string, List<string>> Read()
    {
        Dictionary<string, List<string>> sections = new(StringComparer.Ordinal);
        List<string> current = [];
        foreach (string line in File.ReadLines(Path.Combine(StagedModule.Checkout, "docs", "conformance.md")))
        {
            if (line.StartsWith('#'))
            {
                current = [];
                sections[line.TrimStart('#').Trim()] = current;
                continue;
            }

            // A bullet has its key first; any other line of a listing section is nothing but names.
            MatchCollection spans = CodeSpan().Matches(line);
            IEnumerable<Match> keys = line.StartsWith("- ", StringComparison.Ordinal) ? spans.Take(1) : spans;
            current.AddRange(keys.Select(span => span.Groups[1].Value));
        }

        return sections;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}

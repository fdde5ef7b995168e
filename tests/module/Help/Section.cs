using System.Text.RegularExpressions;

namespace Module.Tests.Help;

/// <summary>A heading of a Markdown page with what stands under it.</summary>
internal sealed partial class Section
{
    private readonly List<string> _lines = [];

    private Section(string title, int level)
    {
        Title = title;
        Level = level;
    }

    public string Title { get; }

    public int Level { get; }

    public List<Section> Children { get; } = [];

    public static Section Parse(IEnumerable<string> lines)
    {
        Section root = new(string.Empty, 0);
        Stack<Section> open = new([root]);
        bool inCode = false;
        foreach (string line in lines)
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            Match heading = Heading().Match(line);
            if (inCode || !heading.Success)
            {
                open.Peek()._lines.Add(line);
                continue;
            }

            Section section = new(heading.Groups[2].Value, heading.Groups[1].Length);
            while (open.Peek().Level >= section.Level)
            {
                open.Pop();
            }

            open.Peek().Children.Add(section);
            open.Push(section);
        }

        return root;
    }

    /// <summary>Paragraphs without code; one sentence a line in the source, one paragraph here.</summary>
    public List<string> Paragraphs()
    {
        List<string> paragraphs = [];
        List<string> current = [];
        bool inCode = false;
        foreach (string line in _lines.Append(string.Empty))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            inCode ^= fence;
            if (!inCode && !fence && line.Length > 0)
            {
                current.Add(Plain(line));
            }
            else if (current.Count > 0)
            {
                paragraphs.Add(string.Join(' ', current));
                current.Clear();
            }
        }

        return paragraphs;
    }

    /// <summary>The paragraphs behind the code.</summary>
    public List<string> Remarks() => Paragraphs();

    /// <summary>What stands between the fences.</summary>
    public string Code() => string.Join(
        '\n',
        _lines.SkipWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal)));

    /// <summary>The items of a list.</summary>
    public IEnumerable<string> Items() =>
        _lines.Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim());

    /// <summary>The lines as a person reads them on a terminal.</summary>
    public IEnumerable<string> PlainLines() =>
        _lines.Where(line => !line.StartsWith("```", StringComparison.Ordinal)).Select(Plain);

    private static string Plain(string line) => line.Replace("`", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex("^(#{1,3}) (.+)$")]
    private static partial Regex Heading();
}

using System.Text;

namespace Module.Tests.Help;

/// <summary>An about topic as text, as Get-Help shows it.</summary>
internal static class AboutTopic
{
    private const int Width = 78;

    public static string Write(string path)
    {
        Section top = Section.Parse(File.ReadAllLines(path)).Children.Single();
        StringBuilder text = new();
        text.Append("TOPIC\n    ").Append(top.Title).Append("\n\nSHORT DESCRIPTION\n");
        Block(text, top);
        foreach (Section section in top.Children)
        {
            text.Append('\n').Append(section.Title.ToUpperInvariant()).Append('\n');
            Block(text, section);
        }

        return text.ToString();
    }

    private static void Block(StringBuilder text, Section section)
    {
        List<string> lines = [.. section.PlainLines()];
        int first = lines.FindIndex(line => line.Length > 0);
        int last = lines.FindLastIndex(line => line.Length > 0);
        foreach (string line in first < 0 ? [] : lines.GetRange(first, last - first + 1))
        {
            foreach (string part in Wrapped(line))
            {
                text.Append(part.Length == 0 ? "\n" : $"    {part}\n");
            }
        }
    }

    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > Width)
        {
            int cut = line.LastIndexOf(' ', Width);
            cut = cut < 0 ? Width : cut;
            yield return line[..cut];
            line = line[cut..].TrimStart();
        }

        yield return line;
    }
}

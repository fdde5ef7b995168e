namespace Module.Tests.Help;

/// <summary>One page of docs/en-US, taken apart: the one source of a cmdlet's help.</summary>
internal sealed class HelpPage
{
    private HelpPage(string name, string synopsis)
    {
        Name = name;
        Synopsis = synopsis;
    }

    public string Name { get; }

    public string Synopsis { get; }

    /// <summary>Paragraphs.</summary>
    public List<string> Description { get; } = [];

    public List<HelpExample> Examples { get; } = [];

    /// <summary>Paragraphs by the name of the parameter.</summary>
    public Dictionary<string, List<string>> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Types with what is said of them.</summary>
    public List<(string Type, string Text)> Inputs { get; } = [];

    /// <summary>Types with what is said of them.</summary>
    public List<(string Type, string Text)> Outputs { get; } = [];

    public List<string> Related { get; } = [];

    /// <exception cref="FormatException">The page has another form than the others.</exception>
    public static HelpPage Read(string path)
    {
        Section root = Section.Parse(File.ReadAllLines(path));
        Section top = root.Children.Single();
        HelpPage page = new(top.Title, top.Paragraphs().Single());
        foreach (Section section in top.Children)
        {
            page.Add(section);
        }

        return page;
    }

    private void Add(Section section)
    {
        switch (section.Title)
        {
            case "Description":
                Description.AddRange(section.Paragraphs());
                break;
            case "Examples":
                Examples.AddRange(section.Children.Select(
                    child => new HelpExample(child.Title, child.Code(), child.Remarks())));
                break;
            case "Parameters":
                section.Children.ForEach(child => Parameters.Add(child.Title, child.Paragraphs()));
                break;
            case "Inputs":
                Inputs.AddRange(section.Children.Select(child => (child.Title, string.Join(' ', child.Paragraphs()))));
                break;
            case "Outputs":
                Outputs.AddRange(section.Children.Select(child => (child.Title, string.Join(' ', child.Paragraphs()))));
                break;
            case "Related":
                Related.AddRange(section.Items());
                break;
            default:
                throw new FormatException($"{Name}: the section {section.Title} is not one of those that a page has.");
        }
    }
}

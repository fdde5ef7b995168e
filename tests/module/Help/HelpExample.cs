namespace Module.Tests.Help;

/// <summary>An example: its title, what is typed, and what is said of it.</summary>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);

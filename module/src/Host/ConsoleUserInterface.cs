using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace RollingUpgrade.Host;

/// <summary>Writes to the terminal and asks on it.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    private readonly ConsoleRawInterface _raw = new();
    private readonly ProgressLine _progress = new();

    public override PSHostRawUserInterface RawUI => _raw;

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    public override void Write(string value)
    {
        _progress.Clear();
        Console.Out.Write(Rendered(value));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Coloured(Console.Out, foregroundColor, value, line: false);

    public override void WriteLine(string value)
    {
        _progress.Clear();
        Console.Out.WriteLine(Rendered(value));
    }

    public override void WriteErrorLine(string value) =>
        Coloured(Console.Error, ConsoleColor.Red, value, line: true);

    public override void WriteDebugLine(string message) =>
        Coloured(Console.Out, ConsoleColor.DarkGray, $"DEBUG: {message}", line: true);

    public override void WriteVerboseLine(string message) =>
        Coloured(Console.Out, ConsoleColor.Yellow, $"VERBOSE: {message}", line: true);

    public override void WriteWarningLine(string message) =>
        Coloured(Console.Out, ConsoleColor.Yellow, $"WARNING: {message}", line: true);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    public override string ReadLine() => Console.In.ReadLine() ?? string.Empty;

    public override SecureString ReadLineAsSecureString()
    {
        SecureString secret = new();
        while (!Console.IsInputRedirected)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Out.WriteLine();
                break;
            }

            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        secret.MakeReadOnly();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        Dictionary<string, PSObject> answers = new(StringComparer.OrdinalIgnoreCase);
        Announce(caption, message);
        foreach (FieldDescription field in descriptions)
        {
            Write($"{field.Name}: ");
            answers[field.Name] = PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Announce(caption, message);
        while (true)
        {
            Write(string.Join("  ", choices.Select(Label)) + Default(choices, defaultChoice) + ": ");
            string? answer = Console.In.ReadLine();
            if (answer is null || answer.Trim().Length == 0)
            {
                // The end of redirected input must not ask for ever.
                return answer is null && defaultChoice < 0 ? 0 : Math.Max(defaultChoice, 0);
            }

            int chosen = Find(choices, answer.Trim());
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    public Collection<int> PromptForChoice(
        string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices) =>
        [PromptForChoice(caption ?? "", message ?? "", choices, defaultChoices?.FirstOrDefault() ?? 0)];

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        PromptForCredential(
            caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        Announce(caption, message);
        string name = userName;
        if (string.IsNullOrEmpty(name))
        {
            Write("User: ");
            name = ReadLine();
        }

        Write($"Password for {name}: ");
        return new PSCredential(name, ReadLineAsSecureString());
    }

    /// <summary>Takes the progress line off the terminal.</summary>
    internal void EndProgress() => _progress.Clear();

    private void Announce(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            WriteLine(caption);
        }

        if (!string.IsNullOrEmpty(message))
        {
            WriteLine(message);
        }
    }

    private void Coloured(TextWriter writer, ConsoleColor colour, string text, bool line)
    {
        _progress.Clear();
        bool plain = ReferenceEquals(writer, Console.Error) ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        if (!plain)
        {
            Console.ForegroundColor = colour;
        }

        writer.Write(plain ? GetOutputString(text, supportsVirtualTerminal: false) : text);
        if (!plain)
        {
            Console.ResetColor();
        }

        if (line)
        {
            writer.WriteLine();
        }
    }

    /// <summary>The text without escape sequences where output goes to a file.</summary>
    private static string Rendered(string text) =>
        GetOutputString(text, supportsVirtualTerminal: !Console.IsOutputRedirected);

    private static string Label(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        string word = choice.Label.Replace("&", string.Empty, StringComparison.Ordinal);
        return mark < 0 || mark + 1 >= choice.Label.Length ? word : $"[{Key(choice)}] {word}";
    }

    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark < 0 || mark + 1 >= choice.Label.Length
            ? choice.Label
            : char.ToUpper(choice.Label[mark + 1], CultureInfo.InvariantCulture).ToString();
    }

    private static string Default(Collection<ChoiceDescription> choices, int index) =>
        index >= 0 && index < choices.Count ? $" (default is \"{Key(choices[index])}\")" : string.Empty;

    private static int Find(Collection<ChoiceDescription> choices, string answer)
    {
        for (int index = 0; index < choices.Count; index++)
        {
            string word = choices[index].Label.Replace("&", string.Empty, StringComparison.Ordinal);
            if (answer.Equals(Key(choices[index]), StringComparison.OrdinalIgnoreCase)
                || answer.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}

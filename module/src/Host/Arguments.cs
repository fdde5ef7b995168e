namespace RollingUpgrade.Host;

/// <summary>The command line, taken apart the way pwsh takes its own.</summary>
internal sealed record Arguments(Mode Mode, string Text, IReadOnlyList<string> Rest)
{
    internal const string Usage =
        """
        usage: dotnet Host.dll [-NoLogo] [-NoProfile] [-NonInteractive]
                               [-File SCRIPT [ARGUMENT ...] | -Command TEXT]
        Without -File and -Command, lines are read from the terminal until `exit`.
        """;

    /// <exception cref="ArgumentException">An option is unknown or lacks its value.</exception>
    internal static Arguments Parse(IReadOnlyList<string> arguments)
    {
        for (int index = 0; index < arguments.Count; index++)
        {
            string option = arguments[index];
            switch (option.TrimStart('-').ToUpperInvariant())
            {
                // Accepted so that a command line written for pwsh works; this host has neither logo nor profile.
                case "NOLOGO" or "NOPROFILE" or "NONINTERACTIVE":
                    break;
                case "FILE" or "F":
                    return new Arguments(Mode.File, Value(arguments, index), arguments.Skip(index + 2).ToArray());
                case "COMMAND" or "C":
                    Value(arguments, index);
                    return new Arguments(Mode.Command, string.Join(' ', arguments.Skip(index + 1)), []);
                case "HELP" or "H" or "?":
                    return new Arguments(Mode.Help, string.Empty, []);
                default:
                    throw new ArgumentException($"The option {option} is not known.");
            }
        }

        return new Arguments(Mode.Interactive, string.Empty, []);
    }

    private static string Value(IReadOnlyList<string> arguments, int index) =>
        index + 1 < arguments.Count
            ? arguments[index + 1]
            : throw new ArgumentException($"The option {arguments[index]} needs a value.");
}

using System.Management.Automation.Runspaces;

namespace RollingUpgrade.Host;

/// <summary>Runs a script, a command or an interactive session.</summary>
internal static class Program
{
    private const int UsageError = 64;

    private static int Main(string[] arguments)
    {
        Arguments parsed;
        try
        {
            parsed = Arguments.Parse(arguments);
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine(Arguments.Usage);
            return UsageError;
        }

        if (parsed.Mode == Mode.Help)
        {
            Console.Out.WriteLine(Arguments.Usage);
            return 0;
        }

        ConsoleHost host = new();
        using Runspace runspace = RunspaceFactory.CreateRunspace(host, InitialSession.Create());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        using Session session = new(host, runspace);
        return parsed.Mode switch
        {
            Mode.File => session.RunFile(parsed.Text, parsed.Rest),
            Mode.Command => session.RunCommand(parsed.Text),
            _ => session.RunInteractively(),
        };
    }
}

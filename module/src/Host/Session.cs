using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace RollingUpgrade.Host;

/// <summary>One runspace with a console: runs pipelines one after the other and stops them on Ctrl+C.</summary>
internal sealed class Session : IDisposable
{
    private const int Failed = 1;
    private readonly ConsoleHost _host;
    private readonly Runspace _runspace;
    private readonly Lock _lock = new();
    private PowerShell? _running;
    private bool _stopped;

    internal Session(ConsoleHost host, Runspace runspace)
    {
        _host = host;
        _runspace = runspace;
        Console.CancelKeyPress += OnCancelKeyPress;
    }

    public void Dispose() => Console.CancelKeyPress -= OnCancelKeyPress;

    /// <summary>Runs a script file with its arguments, which may name parameters.</summary>
    internal int RunFile(string path, IReadOnlyList<string> arguments)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Console.Error.WriteLine($"There is no script {full}.");
            return 64;
        }

        // The call operator makes `exit 3` in the script an exit code and keeps $PSScriptRoot.
        string call = string.Join(' ', arguments.Select(Argument).Prepend($"& {Quoted(full)}"));
        return Run(call, addToHistory: false) ? _host.ExitCode ?? LastExitCode() : _host.ExitCode ?? Failed;
    }

    /// <summary>Runs a command; as in pwsh, the exit code says whether its last statement had no error.</summary>
    internal int RunCommand(string text) =>
        Run($"{text}\nif (-not $?) {{ $Host.SetShouldExit({Failed}) }}", addToHistory: false)
            ? _host.ExitCode ?? 0
            : _host.ExitCode ?? Failed;

    internal int RunInteractively()
    {
        while (_host.ExitCode is null)
        {
            string location = _runspace.SessionStateProxy.Path.CurrentLocation.Path;
            _host.UI.Write($"PS {location}> ");
            string? line = ReadStatement();
            if (line is null)
            {
                break;
            }

            if (line.Trim().Length > 0)
            {
                Run(line, addToHistory: true);
            }
        }

        return _host.ExitCode ?? 0;
    }

    /// <summary>Runs a text; whether it ended without an error that stopped it.</summary>
    private bool Run(string text, bool addToHistory)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(text);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        lock (_lock)
        {
            _running = shell;
            _stopped = false;
        }

        try
        {
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = addToHistory, Host = _host });
            return !_stopped;
        }
        catch (PipelineStoppedException)
        {
            return _host.ExitCode is not null;
        }
        catch (RuntimeException error)
        {
            Show(error.ErrorRecord);
            return false;
        }
        finally
        {
            _host.ConsoleUI.EndProgress();
            lock (_lock)
            {
                _running = null;
            }
        }
    }

    /// <summary>Writes an error that ended the pipeline the way the engine formats it.</summary>
    private void Show(ErrorRecord error)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        PSObject shown = PSObject.AsPSObject(error);
        // The mark by which Out-Default tells an error from an object that a script put out.
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand("Out-Default").AddParameter("InputObject", shown);
        shell.Invoke(null, new PSInvocationSettings { Host = _host });
    }

    private int LastExitCode() =>
        _runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code ? code : 0;

    private void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs arguments)
    {
        lock (_lock)
        {
            if (_running is null)
            {
                return;
            }

            arguments.Cancel = true;
            _stopped = true;
            // Returns at once; a pipeline that is busy ends in its own time.
            _running.BeginStop(null, null);
        }
    }

    /// <summary>Reads lines until they are a whole statement.</summary>
    private static string? ReadStatement()
    {
        string? text = Console.In.ReadLine();
        while (text is not null)
        {
            System.Management.Automation.Language.Parser.ParseInput(text, out _, out var errors);
            if (!errors.Any(error => error.IncompleteInput))
            {
                return text;
            }

            Console.Out.Write(">> ");
            string? next = Console.In.ReadLine();
            if (next is null)
            {
                return text;
            }

            text += "\n" + next;
        }

        return null;
    }

    /// <summary>An argument as it is written in a script: names of parameters bare, all else quoted.</summary>
    private static string Argument(string text) =>
        text.Length > 1 && text[0] == '-' && char.IsLetter(text[1]) ? text : Quoted(text);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Conformance.Tests;

namespace Module.Tests;

/// <summary>A runspace that has imported the staged module, with a folder for its files and its journal.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly string? _journalBefore = Environment.GetEnvironmentVariable(JournalVariable);
    private const string JournalVariable = "ROLLING_UPGRADE_DATA";

    public ModuleSession(bool import = true)
    {
        Directory.CreateDirectory(Folder);
        Environment.SetEnvironmentVariable(JournalVariable, Path.Combine(Folder, "journal"));
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        Runspace.Open();
        Run("param($Folder) $null = $ExecutionContext.SessionState.Path.SetLocation($Folder)", Folder);
        if (import)
        {
            Run("param($Path) Import-Module -Name $Path -ErrorAction Stop", StagedModule.Folder);
        }
    }

    public Runspace Runspace { get; }

    public LineHost Host { get; } = new();

    /// <summary>The session's location; it goes away with the session.</summary>
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"rolling-upgrade-{Guid.NewGuid():N}");

    /// <summary>The errors of the last script, the one that ended it included.</summary>
    public List<ErrorRecord> Errors { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Verbose { get; } = [];

    public List<string> Debug { get; } = [];

    public List<ProgressRecord> Progress { get; } = [];

    /// <summary>Runs a script and keeps its streams; an error that ends it is kept among the errors.</summary>
    public Collection<PSObject> Run(string script, params object[] arguments)
    {
        using PowerShell shell = Shell(script, arguments);
        Collection<PSObject> output = [];
        Clear();
        try
        {
            output = shell.Invoke();
        }
        catch (RuntimeException error)
        {
            Errors.Add(error.ErrorRecord);
        }

        Errors.InsertRange(0, shell.Streams.Error);
        Warnings.AddRange(shell.Streams.Warning.Select(record => record.Message));
        Verbose.AddRange(shell.Streams.Verbose.Select(record => record.Message));
        Debug.AddRange(shell.Streams.Debug.Select(record => record.Message));
        Progress.AddRange(shell.Streams.Progress);
        return output;
    }

    /// <summary>Runs a script that must not have an error.</summary>
    public Collection<PSObject> Succeed(string script, params object[] arguments)
    {
        Collection<PSObject> output = Run(script, arguments);
        Xunit.Assert.True(Errors.Count == 0, string.Join("; ", Errors.Select(error => error.ToString())));
        return output;
    }

    /// <summary>What a script puts out, as texts.</summary>
    public string[] Texts(string script, params object[] arguments) =>
        [.. Succeed(script, arguments).Select(value => value?.ToString() ?? "null")];

    /// <summary>A pipeline that has not begun, for tests that stop it.</summary>
    public PowerShell Shell(string script, params object[] arguments)
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = Runspace;
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    /// <summary>Makes a twin of a scenario, in <c>$twin</c>, and enters it for this runspace alone.</summary>
    public ModuleSession EnterTwin(string scenario)
    {
        Succeed(
            """
            param($Path)
            $global:twin = New-ClusterTwin -Path $Path -Seed 1
            Enter-ClusterTwin $twin -Scope Runspace
            """,
            StagedModule.Scenario(scenario));
        return this;
    }

    /// <summary>Writes a file into the session's folder and gives its path.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        // A test that fails between entering and leaving must not leave its twin to the next one.
        while (Run("Get-Command Exit-ClusterTwin -ErrorAction Ignore | ForEach-Object { Exit-ClusterTwin }") is not null
            && Errors.Count == 0
            && Run("Get-ClusterTwin -Current").Count > 0)
        {
        }

        Runspace.Dispose();
        Environment.SetEnvironmentVariable(JournalVariable, _journalBefore);
        Directory.Delete(Folder, recursive: true);
    }

    private void Clear()
    {
        Errors.Clear();
        Warnings.Clear();
        Verbose.Clear();
        Debug.Clear();
        Progress.Clear();
    }
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json.Nodes;

namespace Conformance.Tests;

/// <summary>A runspace with the four stand-in modules, and with a twin where a scenario is named.</summary>
internal sealed class StandInSession : IDisposable
{
    private const string EnterScript =
        """
        param($Inventory, $Simulation, $Runspace, $Process)
        $twin = [RollingUpgrade.Native.Twin]::Create($Inventory, $Simulation, 1, $null)
        [RollingUpgrade.Native.TwinScope]::Enter($twin, $Runspace, $Process)
        $global:Twin = $twin
        """;

    private readonly Runspace _runspace;
    private readonly bool _entered;
    private readonly bool _process;

    public StandInSession(string? scenario = null, RecordingHost? host = null, bool process = false)
        : this(scenario is null ? null : File.ReadAllBytes(StagedModule.Scenario(scenario)), null, host, process)
    {
    }

    /// <summary>With the twin of an inventory and a simulation, as documents.</summary>
    public StandInSession(
        byte[]? inventory, JsonNode? simulation, RecordingHost? host = null, bool process = false)
    {
        _process = process;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        IEnumerable<string> manifests = StagedModule.StandIns.Append("ClusterTwin.Machines")
            .Select(StagedModule.Manifest).Append(StagedModule.PathsManifest);
        foreach (string manifest in manifests)
        {
            Run("param($Path) Import-Module -Name $Path -ErrorAction Stop", manifest);
        }

        if (inventory is not null)
        {
            string assembly = Path.Combine(StagedModule.Folder, "RollingUpgrade.Native.dll");
            Run("param($Path) [void][Reflection.Assembly]::LoadFrom($Path)", assembly);
            Run(EnterScript, inventory, simulation!, _runspace.InstanceId, process);
            Xunit.Assert.Empty(Errors);
            _entered = true;
        }
    }

    /// <summary>The errors of the last script.</summary>
    public List<ErrorRecord> Errors { get; } = [];

    /// <summary>The warnings of the last script.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Runs a script; what it writes as errors and warnings is kept.</summary>
    public Collection<PSObject> Run(string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        Errors.Clear();
        Warnings.Clear();
        try
        {
            return shell.Invoke();
        }
        finally
        {
            Errors.AddRange(shell.Streams.Error);
            Warnings.AddRange(shell.Streams.Warning.Select(warning => warning.Message));
        }
    }

    /// <summary>The only value of a script, as a text.</summary>
    public string Text(string script)
    {
        Collection<PSObject> values = Run(script);
        Xunit.Assert.True(Errors.Count == 0, string.Join("; ", Errors));
        return string.Join("|", values.Select(value => value?.ToString() ?? "null"));
    }

    /// <summary>The error that ends or accompanies a script.</summary>
    public ErrorRecord Error(string script)
    {
        try
        {
            Run(script);
        }
        catch (RuntimeException error)
        {
            return error.ErrorRecord;
        }

        return Xunit.Assert.Single(Errors);
    }

    public void Dispose()
    {
        if (_entered)
        {
            Run("[void][RollingUpgrade.Native.TwinScope]::Exit("
                + $"[runspace]::DefaultRunspace.InstanceId, ${_process})");
            Run("$global:Twin.Dispose()");
        }

        _runspace.Dispose();
    }
}

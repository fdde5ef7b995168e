using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>What every cmdlet of the module shares: stopping, errors and the native library's log.</summary>
public abstract class RollingUpgradeCommand : PSCmdlet, INativeLog, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled by Ctrl+C.</summary>
    protected CancellationToken StopToken => _stopping.Token;

    /// <summary>The object that a terminating error is about, where it is more than the name in the report.</summary>
    private protected object? ErrorTarget { get; set; }

    /// <summary>The least level of log that somebody listens to: nobody pays for lines that are not shown.</summary>
    string INativeLog.Level =>
        Wants("Debug", "DebugPreference") ? "debug" : Wants("Verbose", "VerbosePreference") ? "info" : "off";

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes an event of the native library to the stream that fits its level.</summary>
    void INativeLog.Write(string level, string target, string message)
    {
        string line = $"{target}: {message}";
        switch (level)
        {
            case "error" or "warn":
                WriteWarning(line);
                break;
            case "info":
                WriteVerbose(line);
                break;
            default:
                WriteDebug(line);
                break;
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guarded(Execute);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guarded(Finish);

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>The cmdlet's work for one input object.</summary>
    protected virtual void Execute()
    {
    }

    /// <summary>The cmdlet's work after the last input object.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <summary>Whether the session or the call only wants to see what would happen.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? asked)
            ? asked is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Asks the native core and returns the result document.</summary>
    private protected JsonDocument Ask(NativeFunction function, JsonNode request) =>
        NativeCore.Invoke(function, request, this);

    /// <summary>A path as the user wrote it, resolved against the session's location; it need not exist.</summary>
    private protected string FullPath(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" ? full : throw Failures.NotAFile(path);
    }

    /// <summary>An error that concerns one input object only; the next one may still work.</summary>
    private protected void Report(NativeException failure, object? target = null) =>
        WriteError(ErrorRecordFactory.Create(failure, target));

    /// <summary>Turns errors of the core into error records, at one place.</summary>
    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (NativeException failure)
        {
            ThrowTerminatingError(ErrorRecordFactory.Create(failure, ErrorTarget));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private bool Wants(string parameter, string preference)
    {
        if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? asked))
        {
            return asked is SwitchParameter { IsPresent: true };
        }

        object? value = GetVariableValue(preference);
        return value is not null
            && LanguagePrimitives.TryConvertTo(value, out ActionPreference chosen)
            && chosen is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}

using System.Management.Automation;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>What every stand-in does: finds its twin, refuses what the twin does not model, and tells errors.</summary>
public abstract class TwinCmdlet : PSCmdlet
{
    private TwinContext? _context;

    /// <summary>The twin that the runspace has entered.</summary>
    internal TwinContext Context => _context ?? throw new InvalidOperationException("The cmdlet has not begun.");

    /// <summary>The cmdlet's name, such as <c>Get-ClusterNode</c>.</summary>
    internal string CmdletName => MyInvocation.MyCommand.Name;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        _context = TwinContext.Current();
        if (_context is null)
        {
            ThrowTerminatingError(TwinErrors.NotEntered(CmdletName));
        }

        RefuseWhatIsNotModelled();
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        // Again: a parameter may have been bound from the pipeline.
        RefuseWhatIsNotModelled();
        Attempt(string.Empty, Execute);
    }

    /// <summary>Answers one call, or one object of the pipeline.</summary>
    internal abstract void Execute();

    /// <summary>The record of a refusal, in the form of the module that the cmdlet belongs to.</summary>
    internal abstract ErrorRecord RecordOf(NativeException error, string subject);

    /// <summary>Runs a part that may be refused; the next part may still work.</summary>
    internal bool Attempt(string subject, Action part)
    {
        try
        {
            part();
            return true;
        }
        catch (NativeException error)
        {
            if (TwinErrors.IsFatal(error.Report))
            {
                ThrowTerminatingError(TwinErrors.OwnRecord(error));
            }

            string about = subject.Length > 0 ? subject : error.Report.Subject ?? Context.Twin.ClusterName;
            WriteError(RecordOf(error, about));
            return false;
        }
    }

    /// <summary>Refuses, by name, something that the original does and the twin does not model.</summary>
    internal void RefuseNotModelled(string what) => ThrowTerminatingError(TwinErrors.NotModelled(CmdletName, what));

    /// <summary>Whether a parameter was given, by hand or by the pipeline.</summary>
    internal bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether the call only asks what would happen.</summary>
    internal bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
            ? LanguagePrimitives.IsTrue(bound)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private void RefuseWhatIsNotModelled()
    {
        foreach (KeyValuePair<string, object> bound in MyInvocation.BoundParameters)
        {
            // A switch that is turned off asks for nothing.
            bool isAsked = bound.Value is not SwitchParameter { IsPresent: false };
            if (isAsked && GetType().GetProperty(bound.Key)?.IsDefined(typeof(NotModelledAttribute), true) == true)
            {
                RefuseNotModelled($"the parameter -{bound.Key}");
            }
        }
    }
}

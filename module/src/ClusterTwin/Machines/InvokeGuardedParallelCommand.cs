using System.Collections;
using System.Management.Automation;

namespace ClusterTwin.Machines;

/// <summary>
/// <c>Invoke-GuardedParallel</c>: stands before <c>ForEach-Object</c> where it is asked for parallel runspaces while a
/// twin is entered, so that those are guarded, too. Everything else is left to the original.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "GuardedParallel")]
public sealed class InvokeGuardedParallelCommand : PSCmdlet
{
    private static readonly ProductionName Original = new(ParallelScript.Command, "Microsoft.PowerShell.Core");

    private SteppablePipeline? _forwarded;

    /// <summary>What comes through the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The script that each object is handed to.</summary>
    [Parameter(Mandatory = true)]
    public ScriptBlock Parallel { get; set; } = null!;

    /// <summary>How many run at once.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; }

    /// <summary>After how long what runs is stopped, in seconds.</summary>
    [Parameter]
    public int TimeoutSeconds { get; set; }

    /// <summary>Runs it as a job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>A new runspace for each object.</summary>
    [Parameter]
    public SwitchParameter UseNewRunspace { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var bound = new Hashtable(MyInvocation.BoundParameters)
        {
            [nameof(Parallel)] = ParallelScript.Guarded(Parallel),
        };
        if (MyInvocation.ExpectingInput)
        {
            bound.Remove(nameof(InputObject));
        }

        // By its object, not by its name: a name would be looked up, and led here again.
        CommandInfo? original = OriginalCommand.Find(InvokeCommand, Original, Original.Name);
        ScriptBlock script = ScriptBlock.Create("param($Original, $Bound) & $Original @Bound");
        _forwarded = script.GetSteppablePipeline(CommandOrigin.Internal, [original, bound]);
        _forwarded.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteObject(MyInvocation.ExpectingInput ? _forwarded!.Process(InputObject) : _forwarded!.Process(), true);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WriteObject(_forwarded!.End(), true);
        _forwarded.Dispose();
    }
}

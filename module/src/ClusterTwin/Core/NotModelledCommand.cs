using System.Management.Automation;
using RollingUpgrade.Native;

namespace ClusterTwin;

/// <summary>
/// Stands behind the names of a module that the twin does not answer: whatever is passed, it says by the name that
/// was called that the twin does not model it. A name that were unknown would read as a mistake of the caller.
/// </summary>
public abstract class NotModelledCommand : TwinCmdlet
{
    /// <summary>Whatever the caller passes.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    public object[]? Arguments { get; set; }

    /// <summary>Whatever comes through the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? PipelineObject { get; set; }

    internal override void Execute()
    {
        string called = MyInvocation.InvocationName;
        string name = called.Substring(called.LastIndexOf('\\') + 1);
        name = name.Length > 0 ? name : CmdletName;
        CalledName.ThrowError(this, name, TwinErrors.CommandNotModelled(name));
    }

    internal override ErrorRecord RecordOf(NativeException error, string subject) => TwinErrors.OwnRecord(error);
}

using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ClusterTwin;

/// <summary>
/// Errors of a cmdlet that answers under many names, told under the name that was called: the engine would head them
/// with the name of the cmdlet, of which the user knows nothing.
/// </summary>
internal static class CalledName
{
    /// <summary>What the caller said of errors.</summary>
    private static readonly string[] Passed = ["ErrorAction", "ErrorVariable"];

    /// <summary>Writes an error that is headed with the name that was called.</summary>
    public static void WriteError(PSCmdlet cmdlet, string name, ErrorRecord record)
    {
        bool isIgnored = cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action)
            && action is ActionPreference.Ignore;
        if (isIgnored || Function(cmdlet, name, "WriteError") is not { } function)
        {
            cmdlet.WriteError(record);
            return;
        }

        // Once for the head, which takes the place of the call, and once into the pipeline of the call.
        Collection<PSObject> raised = cmdlet.InvokeCommand.InvokeScript(
            true, ScriptBlock.Create("& $args[0] $args[1] -ErrorAction Continue 2>&1"), null, function, record);
        ErrorRecord headed = raised.Select(item => item.BaseObject).OfType<ErrorRecord>().First();
        var common = new Hashtable();
        foreach (string parameter in Passed.Where(cmdlet.MyInvocation.BoundParameters.ContainsKey))
        {
            common[parameter] = cmdlet.MyInvocation.BoundParameters[parameter];
        }

        ScriptBlock script = ScriptBlock.Create("param($Function, $Record, $Common) & $Function $Record @Common");
        using SteppablePipeline pipeline = script.GetSteppablePipeline(
            CommandOrigin.Internal, [function, AtCall(headed, cmdlet), common]);
        pipeline.Begin(cmdlet);
        pipeline.Process();
        pipeline.End();
    }

    /// <summary>Ends the call with an error that is headed with the name that was called.</summary>
    public static void ThrowError(PSCmdlet cmdlet, string name, ErrorRecord record)
    {
        if (Function(cmdlet, name, "ThrowTerminatingError") is not { } function)
        {
            cmdlet.ThrowTerminatingError(record);
            return;
        }

        try
        {
            cmdlet.InvokeCommand.InvokeScript(
                true, ScriptBlock.Create("& $args[0] $args[1]"), null, function, record);
        }
        catch (CmdletInvocationException error)
        {
            AtCall(error.ErrorRecord, cmdlet);
            throw;
        }
    }

    /// <summary>
    /// A function of that name that raises an error: the engine takes the head of an error from the command that raised
    /// it, and from nothing else. None where no function can have the name, as for a path.
    /// </summary>
    private static object? Function(PSCmdlet cmdlet, string name, string method)
    {
        if (!name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '.' or '_'))
        {
            return null;
        }

        // It lives in the scope of this script, and so nobody else meets it.
        ScriptBlock script = ScriptBlock.Create(
            $"function {name} {{ [CmdletBinding()] param($Record) $PSCmdlet.{method}($Record) }}\n"
            + $"$ExecutionContext.InvokeCommand.GetCommand('{name}', 'Function')");
        return cmdlet.InvokeCommand.InvokeScript(true, script, null).FirstOrDefault();
    }

    /// <summary>The error points to the call and not into the script that raised it.</summary>
    private static ErrorRecord AtCall(ErrorRecord record, PSCmdlet cmdlet)
    {
        InvocationInfo call = cmdlet.MyInvocation;
        int end = Math.Max(call.OffsetInLine, call.Line.Length);
        record.InvocationInfo.DisplayScriptPosition = call.DisplayScriptPosition ?? new ScriptExtent(
            new ScriptPosition(call.ScriptName, call.ScriptLineNumber, call.OffsetInLine, call.Line),
            new ScriptPosition(call.ScriptName, call.ScriptLineNumber, end, call.Line));
        return record;
    }
}

using System.Collections;
using System.Management.Automation;

namespace RollingUpgrade.Guard;

/// <summary>A call that goes on to the original cmdlet as it came in.</summary>
internal sealed class Forwarding : IDisposable
{
    /// <summary>Common parameters that the engine has applied to the guarded cmdlet already.</summary>
    private static readonly string[] Applied =
    [
        "ErrorVariable", "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable",
    ];

    private readonly SteppablePipeline _pipeline;

    private Forwarding(SteppablePipeline pipeline)
    {
        _pipeline = pipeline;
    }

    /// <summary>What was typed on the command line, for the original.</summary>
    internal static Hashtable Keep(IDictionary<string, object> bound)
    {
        Hashtable kept = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object> parameter in bound)
        {
            if (!Applied.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase))
            {
                kept[parameter.Key] = parameter.Value;
            }
        }

        return kept;
    }

    /// <summary>Begins the original in the pipeline of the guarded cmdlet, whose streams it writes to.</summary>
    internal static Forwarding Begin(string original, Hashtable bound, CommandOrigin origin, PSCmdlet caller)
    {
        // The name is ours, never a user's text; arguments travel as objects and are never parsed.
        ScriptBlock script = ScriptBlock.Create($"param($Bound) & '{original}' @Bound");
        SteppablePipeline pipeline = script.GetSteppablePipeline(origin, [bound]);
        try
        {
            pipeline.Begin(caller);
        }
        catch
        {
            pipeline.Dispose();
            throw;
        }

        return new Forwarding(pipeline);
    }

    internal void Process(object? input)
    {
        if (input is null)
        {
            _pipeline.Process();
        }
        else
        {
            _pipeline.Process(input);
        }
    }

    internal void End() => _pipeline.End();

    public void Dispose() => _pipeline.Dispose();
}

using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace ClusterTwin.Machines;

/// <summary>
/// The script of <c>ForEach-Object -Parallel</c>: it runs in runspaces of its own, which the guard has to come into
/// before anything else does.
/// </summary>
internal static class ParallelScript
{
    /// <summary>The command that begins such runspaces.</summary>
    public const string Command = "ForEach-Object";

    /// <summary>Its names: the engine does not look up what its aliases stand for.</summary>
    public static readonly string[] Names = [Command, "%", "foreach"];

    private const string Guard = "ClusterTwin.Machines";

    // Three letters tell it from -Process and -PipelineVariable; a parameter of the script itself does no harm.
    private static readonly Regex Asked = new(
        @"-Par[a-z]*\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Whether the statement that looks a command up asks for parallel runspaces.</summary>
    public static bool IsAskedFor()
    {
        CallStackFrame? frame = Runspace.DefaultRunspace?.Debugger?.GetCallStack().FirstOrDefault();
        return frame?.Position?.Text is { } statement && Asked.IsMatch(statement);
    }

    /// <summary>A script that brings the guard in first; its lines keep their numbers.</summary>
    public static ScriptBlock Guarded(ScriptBlock script)
    {
        var root = (ScriptBlockAst)script.Ast;
        NamedBlockAst? block = root.BeginBlock ?? root.ProcessBlock ?? root.EndBlock;
        if (block is not { Statements.Count: > 0 })
        {
            return script;
        }

        string folder = Path.GetDirectoryName(typeof(ParallelScript).Assembly.Location)!;
        string manifest = Path.Combine(folder, "twin", "modules", Guard, Guard + ".psd1");
        string import = $"Microsoft.PowerShell.Core\\Import-Module -Name "
            + $"'{CodeGeneration.EscapeSingleQuotedStringContent(manifest)}' -DisableNameChecking; ";
        string text = root.Extent.Text.Insert(
            block.Statements[0].Extent.StartOffset - root.Extent.StartOffset, import);
        return ScriptBlock.Create(WithoutBraces(text));
    }

    private static string WithoutBraces(string text)
    {
        string trimmed = text.Trim();
        bool isBraced = trimmed.Length > 1 && trimmed[0] == '{' && trimmed[trimmed.Length - 1] == '}';
        return isBraced ? trimmed.Substring(1, trimmed.Length - 2) : text;
    }
}

using System.Management.Automation;
using System.Management.Automation.Language;

namespace ClusterTwin.Machines;

/// <summary>
/// Invoke-Command on a machine of the twin: a script that calls nothing but what the twin answers is run in this
/// session, where "the local machine" is that machine for as long as it runs. Any other script is refused by the
/// first thing in it that the twin does not answer.
/// </summary>
internal static class RemoteScript
{
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "ForEach-Object", "Where-Object", "Select-Object", "Sort-Object", "Measure-Object", "Group-Object", "Out-Null",
        "Out-String", "Write-Output", "Write-Host", "Write-Verbose", "Write-Warning", "Format-Table", "Format-List",
        "New-Object", "Import-Module", "Get-Date", "Read-Host", "Get-Credential",
        "%", "?", "foreach", "where", "select", "sort", "echo",
    };

    private static readonly string[] StandIns = ["FailoverClusters", "Hyper-V", "Storage", "ClusterAwareUpdating"];

    /// <summary>Runs the script of a call on a machine.</summary>
    public static IEnumerable<object> Run(GuardedCall call, string machine)
    {
        if (call.Value("ScriptBlock") is not ScriptBlock script)
        {
            call.RefuseNotModelled("a call without a script block");
            return [];
        }

        if (FirstForeign(call.Cmdlet.InvokeCommand, script) is { } foreign)
        {
            call.RefuseNotModelled($"a script that uses {foreign}");
        }

        if (!MachineView.Read(call.Context, machine).IsReachable)
        {
            call.WriteError(TwinErrors.Record(
                new InvalidOperationException($"Connecting to remote server {machine} failed."),
                "WinRMOperationTimeout,PSSessionStateBroken",
                ErrorCategory.OpenError,
                machine,
                "Wait until it is back: it restarts, is being installed, or has failed."));
            return [];
        }

        return RunAt(call, machine, script);
    }

    private static IEnumerable<object> RunAt(GuardedCall call, string machine, ScriptBlock script)
    {
        object?[] arguments = call.Value("ArgumentList") switch
        {
            null => [],
            object?[] several => several,
            System.Collections.IEnumerable several and not string => [.. several.Cast<object?>()],
            { } one => [one],
        };
        string? outer = call.Context.LocalNode;
        call.Context.LocalNode = machine;
        try
        {
            List<object> emitted = [];
            ScriptBlock local = ScriptBlock.Create(WithoutUsing(script));
            foreach (PSObject item in call.Cmdlet.InvokeCommand.InvokeScript(true, local, null, arguments))
            {
                if (item is not null)
                {
                    if (item.Properties["PSComputerName"] is null)
                    {
                        item.Properties.Add(new PSNoteProperty("PSComputerName", machine));
                    }

                    emitted.Add(item);
                }
            }

            return emitted;
        }
        finally
        {
            call.Context.LocalNode = outer;
        }
    }

    /// <summary>The text of a script; its <c>$using:</c> variables are those of this session already.</summary>
    private static string WithoutUsing(ScriptBlock script)
    {
        string text = script.Ast.Extent.Text;
        int start = script.Ast.Extent.StartOffset;
        IEnumerable<Ast> found = script.Ast.FindAll(static ast => ast is UsingExpressionAst, true);
        foreach (UsingExpressionAst expression in found.Cast<UsingExpressionAst>().Reverse())
        {
            int place = expression.Extent.StartOffset - start;
            string variable = expression.SubExpression.Extent.Text;
            string replaced = "$" + variable.TrimStart('$').Replace("using:", string.Empty);
            text = text.Remove(place, expression.Extent.Text.Length).Insert(place, replaced);
        }

        string trimmed = text.Trim();
        bool isBraced = trimmed.Length > 1 && trimmed[0] == '{' && trimmed[trimmed.Length - 1] == '}';
        return isBraced ? trimmed.Substring(1, trimmed.Length - 2) : text;
    }

    /// <summary>The first thing in a script that would leave the twin; none where there is nothing.</summary>
    private static string? FirstForeign(CommandInvocationIntrinsics commands, ScriptBlock script)
    {
        foreach (Ast ast in script.Ast.FindAll(static _ => true, true))
        {
            string? foreign = ast switch
            {
                CommandAst command => ForeignCommand(commands, command),
                FileRedirectionAst redirection => $"the redirection '{redirection.Extent.Text}'",
                InvokeMemberExpressionAst { Static: true } method => $"the method '{method.Extent.Text}'",
                _ => null,
            };
            if (foreign is not null)
            {
                return foreign;
            }
        }

        return null;
    }

    private static string? ForeignCommand(CommandInvocationIntrinsics commands, CommandAst command)
    {
        if (command.GetCommandName() is not { } name)
        {
            return $"'{command.Extent.Text}', whose name is known only when it runs";
        }

        bool isGuarded = ProductionNames.Find(name) is { } guarded
            && (guarded.Answer is not null || guarded.AnswerLocally is not null);
        bool isAnswered = Harmless.Contains(name)
            || isGuarded
            || commands.GetCommand(name, CommandTypes.Cmdlet) is { } found && StandIns.Contains(found.ModuleName);
        return isAnswered ? null : $"'{name}'";
    }
}

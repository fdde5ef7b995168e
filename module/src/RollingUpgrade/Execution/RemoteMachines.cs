using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>Asks machines through PowerShell remoting, many at a time and each for a limited time.</summary>
internal static class RemoteMachines
{
    /// <summary>Machines asked at the same time: enough for the largest cluster in a few rounds.</summary>
    private const int Throttle = 32;

    /// <summary>Until a connection stands; a machine that is switched off answers nothing at all.</summary>
    private const int OpenMilliseconds = 20_000;

    /// <summary>Until the script has answered: Get-WindowsFeature alone can take half a minute.</summary>
    private const int AnswerMilliseconds = 180_000;

    private const string Call =
        "param($Machines, $Script, $Throttle, $Open, $Answer) "
        + "$option = New-PSSessionOption -OpenTimeout $Open -OperationTimeout $Answer -MaxConnectionRetryCount 1; "
        + "Invoke-Command -ComputerName $Machines -ScriptBlock $Script -ThrottleLimit $Throttle "
        + "-SessionOption $option -ErrorAction SilentlyContinue";

    /// <summary>
    /// What each machine answered, by its name; a machine that did not answer, or not in time, is not among them.
    /// </summary>
    internal static Dictionary<string, RemoteAnswer> Ask(IReadOnlyList<string> machines, string script)
    {
        Dictionary<string, RemoteAnswer> answers = new(StringComparer.OrdinalIgnoreCase);
        if (machines.Count == 0)
        {
            return answers;
        }

        DateTimeOffset from = DateTimeOffset.UtcNow;
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Call, useLocalScope: true)
            .AddParameter("Machines", machines.ToArray())
            .AddParameter("Script", ScriptBlock.Create(script))
            .AddParameter("Throttle", Throttle)
            .AddParameter("Open", OpenMilliseconds)
            .AddParameter("Answer", AnswerMilliseconds);
        IReadOnlyList<PSObject> objects;
        try
        {
            objects = [.. shell.Invoke()];
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            // A machine that is being installed does not answer for an hour; that is a fact, not an error.
            return answers;
        }

        DateTimeOffset to = DateTimeOffset.UtcNow;
        foreach (PSObject item in objects.Where(item => item is not null))
        {
            string? machine = item.Text("PSComputerName") ?? (machines.Count == 1 ? machines[0] : null);
            if (machine is not null && item.BaseObject is string text && Parse(text) is { } facts)
            {
                answers[machine] = new RemoteAnswer(facts, from, to);
            }
        }

        return answers;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// How far a clock is from this one, in whole seconds: zero where its time lies between question and answer.
    /// </summary>
    internal static long? ClockOffset(RemoteAnswer answer, string? utcNow)
    {
        if (!DateTimeOffset.TryParse(
            utcNow, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset there))
        {
            return null;
        }

        TimeSpan offset = there < answer.From ? there - answer.From
            : there > answer.To ? there - answer.To
            : TimeSpan.Zero;
        return (long)offset.TotalSeconds;
    }
}

using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Conformance.Tests;

namespace Module.Tests;

/// <summary>
/// A cluster as PowerShell 7 sees a real one through the compatibility layer: modules whose functions have the
/// parameters that the reference of the cmdlets lists, and nothing else, and which answer with copies. What they answer
/// comes from a twin that another session has entered; the session under test has entered none.
/// </summary>
public static class DeserializedCluster
{
    /// <summary>How much time passes on the cluster with each question.</summary>
    /// <remarks>The session under test waits by the clock on the wall.</remarks>
    private const int SecondsEach = 20;

    private static readonly Lock Gate = new();
    private static ModuleSession? _cluster;
    private static Func<string, string>? _facts;

    /// <summary>What was asked, in its order: the cmdlet, or what was done where objects are live.</summary>
    public static List<string> Asked { get; } = [];

    /// <summary>Calls that looked for the cluster of this machine, because nobody told them another.</summary>
    public static List<string> Local { get; } = [];

    /// <summary>Is told each call before it is answered; it may wait, and it may throw.</summary>
    internal static Action<string, Hashtable>? Before { get; set; }

    /// <summary>How often the facts of a machine were read.</summary>
    internal static int FactsRead { get; private set; }

    /// <summary>Lets the modules answer for the twin that a session has entered.</summary>
    internal static void Stand(ModuleSession cluster)
    {
        _cluster = cluster;
        Asked.Clear();
        Local.Clear();
        Before = null;
        FactsRead = 0;
        object twin = cluster.Succeed("$twin")[0].BaseObject;
        object inner = twin.GetType()
            .GetProperty("Twin", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(twin)!;
        MethodInfo call = inner.GetType().GetMethod("Call", [typeof(string), typeof((string, object?)[])])!;
        _facts = machine => call.Invoke(
            inner, ["machineFacts", new (string, object?)[] { ("machine", machine) }])!.ToString()!;
    }

    /// <summary>Writes the modules into a folder and gives their names.</summary>
    internal static IReadOnlyList<string> WriteModules(string folder)
    {
        using JsonDocument table = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(StagedModule.Checkout, "tests", "conformance", "data", "cmdlets.json")));
        List<string> names = [];
        foreach (JsonProperty module in table.RootElement.GetProperty("modules").EnumerateObject())
        {
            StringBuilder script = new();
            foreach (JsonProperty cmdlet in module.Value.EnumerateObject())
            {
                script.Append(Function($"{module.Name}\\{cmdlet.Name}", cmdlet));
            }

            string place = Path.Combine(folder, module.Name);
            Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, $"{module.Name}.psm1"), script.ToString());
            names.Add(module.Name);
        }

        return names;
    }

    /// <summary>What the cluster shows while a call may be under way in another thread.</summary>
    internal static string[] Look(string script)
    {
        lock (Gate)
        {
            return _cluster!.Texts(script);
        }
    }

    /// <summary>Answers a function of the modules.</summary>
    public static PSObject[] Answer(string name, IDictionary bound, object?[] piped)
    {
        if (piped.OfType<PSObject>().Any(one => one.TypeNames.Any(type => type.StartsWith("Deserialized."))))
        {
            throw new PSInvalidCastException($"{name} was given a copy, which it does not know.");
        }

        Hashtable given = new(bound, StringComparer.OrdinalIgnoreCase);
        Before?.Invoke(name, given);
        given.Remove("InputObject");
        if (piped.Length == 0)
        {
            NoteWhereItLooks(name, given);
        }

        return Ask(name, "param($Name, $Given) & $Name @Given", name, given);
    }

    /// <summary>Runs a script where objects are live.</summary>
    public static PSObject[] Live(ScriptBlock script, object?[] arguments)
    {
        object?[] plain = [.. arguments.Select(one => one is PSObject wrapped ? wrapped.BaseObject : one)];
        NoteWhereItLooks($"{plain[0]}", (Hashtable)plain[1]!);
        return Ask($"live {plain[0]}", $"param($Plain) & {{ {script} }} @Plain", [plain]);
    }

    /// <summary>What the node interface answers, by its script.</summary>
    public static PSObject[] Machines(string[] names, string script)
    {
        lock (Gate)
        {
            return [.. names.Select(name => Machine(name, script)).OfType<PSObject>()];
        }
    }

    private static void NoteWhereItLooks(string name, Hashtable given)
    {
        string[] places = name == "FailoverClusters\\Get-Cluster"
            ? ["Name"]
            : ["Cluster", "ClusterName", "CimSession", "ComputerName"];
        if (!places.Any(given.ContainsKey))
        {
            Local.Add(name);
        }
    }

    private static PSObject? Machine(string name, string script)
    {
        using JsonDocument answer = JsonDocument.Parse(_facts!(name));
        if (!answer.RootElement.GetProperty("reachable").GetBoolean())
        {
            _cluster!.Succeed($"Step-ClusterTwin {SecondsEach}");
            return null;
        }

        string text = script.Contains("EventLogQuery", StringComparison.Ordinal) ? """{"events":[]}"""
            : script.Contains("Msvm_", StringComparison.Ordinal) ? "{}"
            : answer.RootElement.GetProperty("facts").GetRawText();
        FactsRead += script.Contains("Msvm_", StringComparison.Ordinal) ? 0 : 1;
        PSObject told = new(text);
        told.Properties.Add(new PSNoteProperty("PSComputerName", name));
        return told;
    }

    private static PSObject[] Ask(string what, string script, params object[] arguments)
    {
        lock (Gate)
        {
            Asked.Add(what);
            _cluster!.Succeed($"Step-ClusterTwin {SecondsEach}");
            IReadOnlyList<PSObject> answer = _cluster.Run(script, arguments);
            return _cluster.Errors.Count > 0
                ? throw _cluster.Errors[0].Exception
                : [.. answer.Select(one => PSObject.AsPSObject(
                    PSSerializer.Deserialize(PSSerializer.Serialize(one, depth: 1))))];
        }
    }

    /// <summary>A function with the parameters that the table lists.</summary>
    private static string Function(string name, JsonProperty cmdlet)
    {
        Dictionary<string, bool> parameters = new(StringComparer.OrdinalIgnoreCase);
        if (cmdlet.Value.TryGetProperty("sets", out JsonElement sets))
        {
            foreach (JsonProperty parameter in sets.EnumerateObject().SelectMany(set => set.Value.EnumerateObject()))
            {
                parameters[parameter.Name] =
                    parameter.Value.ToString().StartsWith("SwitchParameter", StringComparison.Ordinal);
            }
        }

        bool piped = parameters.Remove("InputObject");
        IEnumerable<string> declared = parameters
            .Where(parameter => parameter.Key is not ("WhatIf" or "Confirm"))
            .Select(parameter => $"{(parameter.Value ? "[switch] " : string.Empty)}${{{parameter.Key}}}");
        if (piped)
        {
            declared = declared.Append("[Parameter(ValueFromPipeline = $true)] $InputObject");
        }

        return $$"""
            function {{cmdlet.Name}} {
                [CmdletBinding(SupportsShouldProcess = $true)]
                param({{string.Join(", ", declared)}})
                begin { $all = [System.Collections.Generic.List[object]]::new() }
                process { if ($PSBoundParameters.ContainsKey('InputObject')) { $all.Add($InputObject) } }
                end { [Module.Tests.DeserializedCluster]::Answer('{{name}}', $PSBoundParameters, $all.ToArray()) }
            }

            """;
    }
}

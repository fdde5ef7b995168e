using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>One machine of the twin that somebody prepares: its facts, and how they are changed.</summary>
internal sealed class Bench
{
    private readonly GuardedCall _call;
    private readonly string _machine;

    public Bench(GuardedCall call, string machine)
    {
        _call = call;
        _machine = machine;
    }

    /// <summary>Its facts; null where it does not answer, which has been said then.</summary>
    public JsonElement? Facts()
    {
        MachineView view = MachineView.Read(_call.Context, _machine);
        if (view.Facts is null)
        {
            MachineAnswers.WriteUnreachable(_call, _machine, "HRESULT 0x800706ba");
        }

        return view.Facts;
    }

    /// <summary>A part of its facts; null where nobody read it.</summary>
    public JsonElement? Part(string name) => Part(Facts(), name);

    /// <summary>A part of its facts that only a rebuild needs; null where nobody read it.</summary>
    public JsonElement? ProfilePart(string name) => Part(Part("profile"), name);

    /// <summary>A part of a document; null where it is absent.</summary>
    public static JsonElement? Part(JsonElement? document, string name) =>
        document is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out JsonElement part)
        && part.ValueKind != JsonValueKind.Null
            ? part
            : null;

    /// <summary>The items of a list; none where it is absent.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The texts of a list; none where it is absent.</summary>
    public static IEnumerable<string> Texts(JsonElement? list) =>
        Items(list).Select(item => item.GetString() ?? string.Empty);

    /// <summary>The item of a list whose field has a name, ignoring case.</summary>
    public static JsonElement? Named(JsonElement? list, string field, string name) => Items(list)
        .Where(item => NamePattern.Same(Part(item, field)?.GetString() ?? string.Empty, name))
        .Select(item => (JsonElement?)item)
        .FirstOrDefault();

    /// <summary>The adapter of a name, with or without what Windows writes around a virtual one.</summary>
    public JsonElement? Adapter(string name) => Items(Part("adapters"))
        .Where(adapter => NamePattern.Same(Bare(adapter.Text("name"u8)), Bare(name)))
        .Select(adapter => (JsonElement?)adapter)
        .FirstOrDefault();

    /// <summary><c>vEthernet (Management)</c> is the adapter <c>Management</c> of Hyper-V.</summary>
    public static string Bare(string name)
    {
        const string Start = "vEthernet (";
        return name.StartsWith(Start, StringComparison.OrdinalIgnoreCase) && name[name.Length - 1] == ')'
            ? name.Substring(Start.Length, name.Length - Start.Length - 1)
            : name;
    }

    /// <summary>Changes one thing; nothing where the call only asks what would happen.</summary>
    public IEnumerable<object> Prepare(string kind, params (string Name, JsonNode? Value)[] fields)
    {
        if (_call.IsOn("WhatIf"))
        {
            return [];
        }

        JsonObject item = new() { ["kind"] = kind };
        foreach ((string name, JsonNode? value) in fields)
        {
            if (value is not null)
            {
                item[name] = value;
            }
        }

        _call.Context.Call("prepareMachine", ("machine", _machine), ("item", item));
        return [];
    }

    /// <summary>Says that there is no such thing.</summary>
    public IEnumerable<object> NotFound(string what, string name)
    {
        _call.WriteError(TwinErrors.Record(
            new ItemNotFoundException($"There is no {what} '{name}' on '{_machine}'."),
            "ObjectNotFound",
            ErrorCategory.ObjectNotFound,
            name,
            "Check the name; what setup does not bring has to be made first."));
        return [];
    }

    /// <summary>The one text of a parameter; empty where it was not given.</summary>
    public string Text(string parameter) => _call.Texts(parameter).FirstOrDefault() ?? string.Empty;

    /// <summary>An object of the original's type.</summary>
    public static IEnumerable<object> One(string type, params (string Name, object? Value)[] properties) =>
        [MachineAnswers.Make(type, properties)];
}

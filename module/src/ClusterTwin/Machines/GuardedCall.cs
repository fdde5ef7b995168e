using System.Collections;
using System.Management.Automation;

namespace ClusterTwin.Machines;

/// <summary>A call of a guarded command: what was passed, and how to answer.</summary>
internal sealed class GuardedCall
{
    private readonly Dictionary<string, object?> _values;

    public GuardedCall(PSCmdlet cmdlet, TwinContext context, ProductionName command, Dictionary<string, object?> values)
    {
        Cmdlet = cmdlet;
        Context = context;
        Command = command;
        _values = values;
    }

    /// <summary>The cmdlet that answers.</summary>
    public PSCmdlet Cmdlet { get; }

    /// <summary>The twin.</summary>
    public TwinContext Context { get; }

    /// <summary>What was called.</summary>
    public ProductionName Command { get; }

    /// <summary>What a program was given.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Whether something was given and is off.</summary>
    public bool IsOff(string name) =>
        _values.TryGetValue(name, out object? value) && !LanguagePrimitives.IsTrue(value);

    /// <summary>Whether a switch was given and is on.</summary>
    public bool IsOn(string name) => _values.TryGetValue(name, out object? value) && LanguagePrimitives.IsTrue(value);

    /// <summary>A value; none where it was not given.</summary>
    public object? Value(string name) =>
        _values.TryGetValue(name, out object? value) ? (value as PSObject)?.BaseObject ?? value : null;

    /// <summary>A value as the object that it is shown as; none where it was not given.</summary>
    public PSObject? Item(string name) =>
        _values.TryGetValue(name, out object? value) && value is not null ? PSObject.AsPSObject(value) : null;

    /// <summary>The texts of a value; none where it was not given.</summary>
    public string[] Texts(string name) => [.. Texts(Value(name))];

    /// <summary>Refuses, by name, something that the original does and the twin does not model.</summary>
    public void RefuseNotModelled(string what) =>
        CalledName.ThrowError(Cmdlet, Command.Name, TwinErrors.NotModelled(Command.Name, what));

    /// <summary>Writes an error of the command.</summary>
    public void WriteError(ErrorRecord record) =>
        CalledName.WriteError(Cmdlet, Command.Name, record);

    /// <summary>The texts of a value that may be one or several.</summary>
    public static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [],
        PSObject wrapped => Texts(wrapped.BaseObject),
        string text => [text],
        IEnumerable list => list.Cast<object?>().SelectMany(Texts),
        _ => [value.ToString() ?? string.Empty],
    };
}

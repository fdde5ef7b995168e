using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// <c>Set-ClusterParameter</c>: sets private properties of the cluster, of resources and of resource types.
/// </summary>
[Cmdlet(VerbsCommon.Set, "ClusterParameter", DefaultParameterSetName = "NoMultiple")]
public sealed class SetClusterParameterCommand : ClusterCmdlet
{
    /// <summary>The cluster, the resource or the resource type.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Makes what is not there yet.</summary>
    [Parameter]
    public SwitchParameter Create { get; set; }

    /// <summary>Removes it.</summary>
    [Parameter]
    public SwitchParameter Delete { get; set; }

    /// <summary>The name of the cluster.</summary>
    [Parameter]
    public string? Cluster { get; set; }

    /// <summary>The property.</summary>
    [Parameter(ParameterSetName = "Single Parameter", Position = 0)]
    public string? Name { get; set; }

    /// <summary>Its value.</summary>
    [Parameter(ParameterSetName = "Single Parameter", Position = 1)]
    public PSObject? Value { get; set; }

    /// <summary>Properties with their values.</summary>
    [Parameter(ParameterSetName = "Multiple Parameter", Position = 0)]
    public Hashtable? Multiple { get; set; }

    internal override string Doing => "setting the properties of";

    internal override string? NamedCluster => Cluster;

    internal override void Answer()
    {
        (string Kind, string Name)? owner = InputObject?.BaseObject switch
        {
            ClusterResource resource => ("resource", resource.Name),
            ClusterResourceType type => ("resourceType", type.Name),
            Microsoft.FailoverClusters.PowerShell.Cluster cluster => ("cluster", cluster.Name),
            _ => null,
        };
        if (owner is not { } known)
        {
            if (InputObject is not null)
            {
                RefuseNotModelled($"private properties of {InputObject.BaseObject.GetType().Name}");
            }

            WriteError(ClusterErrors.Argument(
                "No cluster object was specified.", null, "Pipe a resource or a resource type to the cmdlet."));
            return;
        }

        var values = new JsonObject();
        foreach ((string name, object? value) in Given())
        {
            values[name] = ToNode(value);
        }

        Attempt(known.Name, () => Context.Call(
            "setParameters",
            (known.Kind, known.Kind == "cluster" ? true : known.Name),
            ("values", values),
            ("create", Create.IsPresent),
            ("delete", Delete.IsPresent)));
    }

    /// <summary>The properties that the call names, with their values.</summary>
    private IEnumerable<(string Name, object? Value)> Given()
    {
        if (Name is { Length: > 0 })
        {
            yield return (Name, Value?.BaseObject);
        }

        foreach (DictionaryEntry entry in Multiple ?? [])
        {
            yield return (entry.Key.ToString() ?? string.Empty, (entry.Value as PSObject)?.BaseObject ?? entry.Value);
        }
    }

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag ? 1 : 0),
        string text => JsonValue.Create(text),
        byte or sbyte or short or ushort or int or uint or long =>
            JsonValue.Create(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        IEnumerable list =>
            new JsonArray([.. NamePattern.Texts(list).Select(text => (JsonNode?)JsonValue.Create(text))]),
        _ => JsonValue.Create(value.ToString()),
    };
}

using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Set-ClusterQuorum</c>: sets the witness.</summary>
[Cmdlet(VerbsCommon.Set, "ClusterQuorum", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ClusterQuorumSettings))]
public sealed class SetClusterQuorumCommand : ClusterObjectCmdlet
{
    /// <summary>The disk that alone decides.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? DiskOnly { get; set; }

    /// <summary>No witness: the nodes vote alone.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("NodeMajority")]
    public SwitchParameter NoWitness { get; set; }

    /// <summary>The resource of the disk that is the witness.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("NodeAndDiskMajority")]
    public string? DiskWitness { get; set; }

    /// <summary>The path of the share that is the witness.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("NodeAndFileShareMajority")]
    public string? FileShareWitness { get; set; }

    /// <summary>A storage account is the witness.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter CloudWitness { get; set; }

    /// <summary>The storage account.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? AccountName { get; set; }

    /// <summary>The service; only the default is modelled, and any is taken.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? Endpoint { get; set; }

    /// <summary>Taken and forgotten: the twin keeps no secrets.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? AccessKey { get; set; }

    /// <summary>Taken and forgotten: the twin keeps no secrets.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? SASToken { get; set; }

    /// <summary>Taken: nothing depends on it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? ContainerName { get; set; }

    /// <summary>Taken and forgotten: the twin keeps no secrets.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public PSCredential? Credential { get; set; }

    internal override string Doing => "setting the quorum of";

    internal override void AnswerOnObject()
    {
        if (Input is { } other)
        {
            RefuseInput(other);
            return;
        }

        (string Kind, string? Name)[] asked = [.. Asked()];
        if (asked.Length != 1 || (asked[0].Kind.Length > 0 && string.IsNullOrEmpty(asked[0].Name)))
        {
            WriteError(ClusterErrors.Argument(
                "Exactly one kind of quorum has to be given.", null, "Give -NoWitness, or one witness with its name."));
            return;
        }

        string cluster = Context.Twin.ClusterName;
        Attempt(cluster, () =>
        {
            JsonObject? witness = asked[0].Kind.Length == 0
                ? null
                : new JsonObject { ["kind"] = asked[0].Kind, ["name"] = asked[0].Name };
            JsonElement answer =
                Context.Call("setQuorum", ("diskOnly", IsBound(nameof(DiskOnly))), ("witness", witness));
            WriteObject(ClusterQuorumSettings.Read(Context, answer));
        });
    }

    /// <summary>What the caller asked for: the kind of witness, empty for none, and its name.</summary>
    private IEnumerable<(string Kind, string? Name)> Asked()
    {
        if (NoWitness)
        {
            yield return (string.Empty, null);
        }

        if (IsBound(nameof(DiskOnly)))
        {
            yield return ("disk", DiskOnly);
        }

        if (IsBound(nameof(DiskWitness)))
        {
            yield return ("disk", DiskWitness);
        }

        if (IsBound(nameof(FileShareWitness)))
        {
            yield return ("fileShare", FileShareWitness);
        }

        if (CloudWitness)
        {
            yield return ("cloud", AccountName);
        }
    }
}

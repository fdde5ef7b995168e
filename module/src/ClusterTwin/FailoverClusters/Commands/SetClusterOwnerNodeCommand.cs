using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Set-ClusterOwnerNode</c>: sets the owners of a role (preferred) or of a resource (possible).</summary>
[Cmdlet(VerbsCommon.Set, "ClusterOwnerNode")]
public sealed class SetClusterOwnerNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The resource.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ArgumentCompleter(typeof(ResourceNames))]
    public string? Resource { get; set; }

    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ArgumentCompleter(typeof(GroupNames))]
    public string? Group { get; set; }

    /// <summary>The owners, in order.</summary>
    [Parameter(ParameterSetName = "InputObject", Mandatory = true, ValueFromRemainingArguments = true)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Owners { get; set; }

    internal override string Doing => "setting the owners of";

    private void SetOwners(string kind, string name)
    {
        string[] owners = [.. NamePattern.Texts(Owners)];
        Attempt(name, () => Context.Call("setOwnerNodes", (kind, name), ("owners", owners)));
    }

    internal override void AnswerOnObject()
    {
        switch (Input)
        {
            case ClusterGroup input:
                SetOwners("group", input.Name);
                break;
            case ClusterResource input:
                SetOwners("resource", input.Name);
                break;
            case { } other:
                RefuseInput(other);
                break;
            case null when Group is { Length: > 0 }:
                SetOwners("group", Group);
                break;
            case null when Resource is { Length: > 0 }:
                SetOwners("resource", Resource);
                break;
            default:
                WriteError(ClusterErrors.Argument(
                    "No cluster object was specified.", null, "Name a role or a resource."));
                break;
        }
    }
}

using System.Text.Json;
using Microsoft.HyperV.PowerShell;

namespace ClusterTwin.Views;

/// <summary>A virtual switch among the facts of a host.</summary>
internal sealed class SwitchView
{
    public string Name { get; init; } = string.Empty;

    public VMSwitchType Type { get; init; }

    public bool EmbeddedTeaming { get; init; }

    public static SwitchView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Type = view.Text("kind"u8) switch
        {
            "internal" => VMSwitchType.Internal,
            "private" => VMSwitchType.Private,
            _ => VMSwitchType.External,
        },
        EmbeddedTeaming = view.Text("teaming"u8) == "set",
    };
}

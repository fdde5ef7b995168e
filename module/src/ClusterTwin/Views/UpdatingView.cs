using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-CauClusterRole</c>.</summary>
internal sealed class UpdatingView
{
    public bool Present { get; init; }

    public bool Enabled { get; init; }

    public bool RunInProgress { get; init; }

    public string? Group { get; init; }

    public UpdatingRunView Run { get; init; } = new();

    public static UpdatingView Read(JsonElement view) => new()
    {
        Present = view.Flag("present"u8),
        Enabled = view.Flag("enabled"u8),
        RunInProgress = view.Flag("runInProgress"u8),
        Group = view.OptionalText("group"u8),
        Run = UpdatingRunView.Read(view.Element("run"u8)),
    };
}

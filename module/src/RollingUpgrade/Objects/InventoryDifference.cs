using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One difference between two inventories.</summary>
public sealed class InventoryDifference
{
    internal InventoryDifference(JsonElement document)
    {
        Kind = document.Text("kind") ?? string.Empty;
        SubjectKind = document.Text("subjectKind") ?? string.Empty;
        Subject = document.Text("subject") ?? string.Empty;
        Property = document.Text("property");
        Before = Value(document.Part("before"));
        After = Value(document.Part("after"));
        Expected = document.Flag("expected");
    }

    /// <summary>added, removed or changed.</summary>
    public string Kind { get; }

    /// <summary>What kind of thing it is about: cluster, node, role, sharedVolume ...</summary>
    public string SubjectKind { get; }

    /// <summary>What it is about.</summary>
    public string Subject { get; }

    /// <summary>The property; empty where the subject itself was added or removed.</summary>
    public string? Property { get; }

    /// <summary>The value before: a text, a number, a Boolean, a list of texts; empty where there was none.</summary>
    public object? Before { get; }

    /// <summary>The value after; empty where there is none.</summary>
    public object? After { get; }

    /// <summary>Whether an upgrade explains it: release, level, versions, ids, where roles are.</summary>
    public bool Expected { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Property is null ? $"{SubjectKind} {Subject} {Kind}" : $"{SubjectKind} {Subject} {Kind}: {Property}";

    private static object? Value(JsonElement? element) => element?.ValueKind switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.String => element.Value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when element.Value.TryGetInt64(out long number) => number,
        JsonValueKind.Array => element.Value.EnumerateArray().Select(item => Value(item)).ToArray(),
        _ => element.Value.GetRawText(),
    };
}

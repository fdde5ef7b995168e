using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Maintenance windows as people type them, put into a policy.</summary>
internal static class WindowParameters
{
    /// <summary>On a twin waiting costs nothing, so a run never pauses for a window that is far away.</summary>
    private const long TwinWaitSeconds = 10L * 365 * 24 * 60 * 60;

    private static readonly Regex Zone = new(
        @"^(?<times>.*\d:\d\d-\d{1,2}:\d\d)\s+(?<zone>.+?)(?<rule>\s+(narrow|wide))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Puts windows into a policy, counted from now.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="windows">Windows such as Sat,Sun 22:00-06:00 Europe/Berlin; empty changes nothing.</param>
    /// <param name="cluster">The clock that the plan is counted from.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <exception cref="NativeException">A text is no window.</exception>
    internal static void AddTo(JsonObject policy, string[] windows, ClusterAccess cluster, INativeLog log)
    {
        if (windows.Length == 0)
        {
            return;
        }

        policy["windows"] = new JsonArray(windows.Select(text => Read(text, log)).ToArray());
        policy["beginsAt"] = JsonReading.Format(cluster.Clock.Now);
        if (cluster.Twin is not null)
        {
            policy["windowWaitSeconds"] = TwinWaitSeconds;
        }
    }

    private static JsonNode? Read(string text, INativeLog log)
    {
        JsonObject request = new() { ["kind"] = "window", ["text"] = WithKnownZone(text) };
        if (LocalZone.Name is { } zone)
        {
            request["zone"] = zone;
        }

        using JsonDocument window = NativeCore.Invoke(NativeFunction.Convert, request, log);
        return window.RootElement.ToNode();
    }

    /// <summary>A window whose zone has the name that the core knows, where it was typed by that of Windows.</summary>
    private static string WithKnownZone(string text)
    {
        Match match = Zone.Match(text.Trim());
        return match.Success && LocalZone.Known(match.Groups["zone"].Value) is { } zone
            ? $"{match.Groups["times"].Value} {zone}{match.Groups["rule"].Value}"
            : text;
    }
}

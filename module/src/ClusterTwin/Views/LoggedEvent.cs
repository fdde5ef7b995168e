using System.Globalization;
using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>A line of the twin's event log.</summary>
internal sealed class LoggedEvent
{
    public DateTimeOffset At { get; init; }

    public uint EventId { get; init; }

    public string Subject { get; init; } = string.Empty;

    public string Message { get; init; } = string.Empty;

    /// <summary>Everything that was logged so far.</summary>
    public static IReadOnlyList<LoggedEvent> ReadAll(TwinContext context) =>
        TwinContext.ReadList(context.Call("events"), Read);

    /// <summary>Virtual time.</summary>
    public static DateTimeOffset Now(TwinContext context) => Time(context.Call("clock").Text("now"u8));

    /// <summary>The event as a line of a log.</summary>
    public string ToLine()
    {
        string id = EventId == 0 ? string.Empty : $" [{EventId.ToString(CultureInfo.InvariantCulture)}]";
        string time = At.UtcDateTime.ToString("yyyy/MM/dd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{time} INFO {id} {Subject}: {Message}".Replace("  ", " ");
    }

    private static LoggedEvent Read(JsonElement view) => new()
    {
        At = Time(view.Text("at"u8)),
        EventId = view.Number("eventId"u8),
        Subject = view.Text("subject"u8),
        Message = view.Text("message"u8),
    };

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Native;

/// <summary>Requests to bytes, answers to documents, faults to exceptions.</summary>
internal static class Envelope
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static byte[] Bytes(JsonNode request)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, WriterOptions))
        {
            request.WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>Adds the wish for a log to a request that is an object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="log">Where the log goes.</param>
    /// <returns>The request, or a copy that holds the wish.</returns>
    internal static byte[] WithLogLevel(byte[] request, INativeLog? log)
    {
        int start = Array.IndexOf(request, (byte)'{');
        if (log is null || log.Level == "off" || start < 0)
        {
            return request;
        }

        int next = start + 1;
        while (next < request.Length && request[next] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            next++;
        }

        bool empty = next < request.Length && request[next] == (byte)'}';
        byte[] wish = Encoding.UTF8.GetBytes($"\"logLevel\":\"{log.Level}\"" + (empty ? string.Empty : ","));
        byte[] result = new byte[request.Length + wish.Length];
        Buffer.BlockCopy(request, 0, result, 0, start + 1);
        Buffer.BlockCopy(wish, 0, result, start + 1, wish.Length);
        Buffer.BlockCopy(request, start + 1, result, start + 1 + wish.Length, request.Length - start - 1);
        return result;
    }

    /// <summary>Writes the log and gives the result, or throws what the report says.</summary>
    /// <param name="answer">The answer of an export.</param>
    /// <param name="log">Where the log goes.</param>
    /// <returns>The result alone.</returns>
    internal static JsonDocument Open(NativeAnswer answer, INativeLog? log)
    {
        if (answer.Envelope is byte[] envelope)
        {
            Range range = Split(envelope, out int logStart, out int logEnd);
            WriteLog(envelope.AsMemory(logStart, logEnd - logStart), log);
            (int offset, int length) = range.GetOffsetAndLength(envelope.Length);
            return JsonDocument.Parse(envelope.AsMemory(offset, length), Options);
        }

        WriteLog(answer.Log, log);
        using JsonDocument report = JsonDocument.Parse(answer.Report, Options);
        throw new NativeException(ErrorReport.FromJson(report.RootElement));
    }

    /// <summary>
    /// Finds the parts of <c>{"log":[...],"result":...}</c>. The result ends before the last byte, so that it is
    /// never walked through only to find its end.
    /// </summary>
    private static Range Split(byte[] envelope, out int logStart, out int logEnd)
    {
        Utf8JsonReader reader = new(envelope);
        reader.Read();
        reader.Read();
        reader.Read();
        logStart = (int)reader.TokenStartIndex;
        reader.Skip();
        logEnd = (int)reader.BytesConsumed;
        reader.Read();
        return (int)reader.BytesConsumed..^1;
    }

    private static void WriteLog(ReadOnlyMemory<byte> records, INativeLog? log)
    {
        if (log is null || records.Length <= 2)
        {
            return;
        }

        using JsonDocument document = JsonDocument.Parse(records, Options);
        foreach (JsonElement record in document.RootElement.EnumerateArray())
        {
            log.Write(Text(record, "level"), Text(record, "target"), Text(record, "message"));
        }
    }

    private static string Text(JsonElement record, string name)
    {
        return record.GetProperty(name).GetString() ?? string.Empty;
    }
}

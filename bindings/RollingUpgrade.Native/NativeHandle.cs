using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Native;

/// <summary>
/// A twin, a run or a journal in the library. Safe to use from several threads, which wait for each other.
/// </summary>
public sealed class NativeHandle : IDisposable
{
    private int _closed;

    internal NativeHandle(ulong value)
    {
        Value = value;
    }

    /// <summary>
    /// Finalizes an instance of the <see cref="NativeHandle"/> class: what nobody disposed of is closed.
    /// </summary>
    ~NativeHandle()
    {
        Close();
    }

    /// <summary>Gets the number of the handle, which is never given twice.</summary>
    public ulong Value { get; }

    /// <summary>
    /// Gets the revision of a twin, which grows with each change; 0 for anything else and after closing.
    /// </summary>
    public ulong Revision => IsClosed ? 0 : Exports.Revision(Value);

    /// <summary>Gets a value indicating whether the handle has been disposed of.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Calls what stands behind the handle.</summary>
    /// <param name="request">The request.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The result.</returns>
    /// <exception cref="NativeException"><c>HandleInvalid</c> after disposal; else what the library says.</exception>
    public JsonDocument Call(JsonNode request, INativeLog? log = null)
    {
        return Call(Envelope.Bytes(request), log);
    }

    /// <summary>Calls what stands behind the handle.</summary>
    /// <param name="utf8Request">The bytes of the request.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The result.</returns>
    /// <exception cref="NativeException"><c>HandleInvalid</c> after disposal; else what the library says.</exception>
    public JsonDocument Call(byte[] utf8Request, INativeLog? log = null)
    {
        if (IsClosed)
        {
            throw Failures.HandleInvalid(Value);
        }

        NativeCore.RequireSize(utf8Request, NativeCore.RequestBytesMax);
        NativeAnswer answer = Exports.Call(Value, Envelope.WithLogLevel(utf8Request, log));
        GC.KeepAlive(this);
        return Envelope.Open(answer, log);
    }

    /// <summary>Calls what stands behind the handle for another handle, as a journal makes one of a run.</summary>
    /// <param name="request">The request.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The other handle, which the caller disposes of, and the rest of the answer.</returns>
    /// <exception cref="NativeException">What the library says.</exception>
    public (NativeHandle Handle, JsonElement Answer) Open(JsonNode request, INativeLog? log = null)
    {
        using JsonDocument answer = Call(request, log);
        JsonElement result = answer.RootElement;
        return (new NativeHandle(result.GetProperty("handle").GetUInt64()), result.Clone());
    }

    /// <summary>Closes the handle; a second time does nothing.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            // Nobody waits for the answer: the only error would be that it is closed already.
            _ = Exports.Close(Value);
        }
    }
}

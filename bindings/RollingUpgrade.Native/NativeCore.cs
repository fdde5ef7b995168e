using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Native;

/// <summary>The native library: bytes in, documents out, faults to exceptions.</summary>
public static class NativeCore
{
    /// <summary>The largest inventory that is read, in bytes.</summary>
    public const int InventoryBytesMax = 256 * 1024 * 1024;

    /// <summary>The largest request, in bytes: an inventory and what stands around it.</summary>
    public const int RequestBytesMax = InventoryBytesMax + (1024 * 1024);

    private static readonly object Gate = new();
    private static volatile LibraryDescription? _library;

    /// <summary>Loads the library and checks that it is the one of this assembly.</summary>
    /// <returns>What was loaded.</returns>
    /// <exception cref="NativeException">
    /// <c>LibraryNotFound</c>, or <c>LibraryVersionMismatch</c> with both versions named.
    /// </exception>
    public static LibraryDescription EnsureLibrary()
    {
        if (_library is LibraryDescription library)
        {
            return library;
        }

        lock (Gate)
        {
            return _library ??= LoadLibrary();
        }
    }

    /// <summary>Describes the library: version, ABI number, error catalogue, kinds of documents.</summary>
    /// <returns>The description.</returns>
    public static JsonDocument Describe()
    {
        return Invoke(NativeFunction.Describe, []);
    }

    /// <summary>Reads an inventory and checks that it does not contradict itself.</summary>
    /// <param name="utf8">The bytes of the inventory, whatever they are.</param>
    /// <returns>The inventory with every default written out.</returns>
    public static JsonDocument ReadInventory(byte[] utf8)
    {
        return Invoke(NativeFunction.Read, utf8);
    }

    /// <summary>Calls an export that has no state.</summary>
    /// <param name="function">The export.</param>
    /// <param name="request">The request.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The result.</returns>
    public static JsonDocument Invoke(NativeFunction function, JsonNode request, INativeLog? log = null)
    {
        return Invoke(function, Envelope.Bytes(request), log);
    }

    /// <summary>Calls an export that has no state.</summary>
    /// <param name="function">The export.</param>
    /// <param name="utf8Request">The bytes of the request.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The result.</returns>
    public static JsonDocument Invoke(NativeFunction function, byte[] utf8Request, INativeLog? log = null)
    {
        // The request of Read is the inventory itself, which has no room for a wish.
        bool isInventory = function == NativeFunction.Read;
        RequireSize(utf8Request, isInventory ? InventoryBytesMax : RequestBytesMax);
        EnsureLibrary();
        byte[] request = isInventory ? utf8Request : Envelope.WithLogLevel(utf8Request, log);
        return Envelope.Open(Exports.Invoke(function, request), log);
    }

    /// <summary>Opens a twin, a run or a journal.</summary>
    /// <param name="request">What to open.</param>
    /// <param name="log">Where the log of the call goes.</param>
    /// <returns>The handle, which the caller disposes of.</returns>
    public static NativeHandle Open(JsonNode request, INativeLog? log = null)
    {
        byte[] bytes = Envelope.Bytes(request);
        RequireSize(bytes, RequestBytesMax);
        EnsureLibrary();
        NativeAnswer answer = Exports.Open(Envelope.WithLogLevel(bytes, log));
        using JsonDocument result = Envelope.Open(answer, log);
        return new NativeHandle(result.RootElement.GetProperty("handle").GetUInt64());
    }

    /// <summary>Ends the call that was given a ticket in its request, from any thread.</summary>
    /// <param name="ticket">The ticket.</param>
    public static void Cancel(ulong ticket)
    {
        EnsureLibrary();
        Exports.Cancel(ticket);
    }

    internal static void RequireSize(byte[] request, int limit)
    {
        if (request.Length > limit)
        {
            throw Failures.TooLarge(request.Length, limit);
        }
    }

    private static LibraryDescription LoadLibrary()
    {
        Library.Load();
        Handshake? handshake = Handshake.Ask();
        Handshake.Require(handshake, Handshake.AssemblyVersion, Library.Path);
        if (!Exports.GuardMatches())
        {
            // The same version with other exports: a build in between two releases.
            throw Failures.VersionMismatch(
                $"version {Handshake.AssemblyVersion} (exports 0x{Generated.ApiHash.Value:x})",
                $"version {handshake!.Version} (other exports)",
                Library.Path);
        }

        return new LibraryDescription(handshake!.Version, handshake.LibraryAbi, Library.Path);
    }
}

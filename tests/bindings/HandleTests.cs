using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>Handles: faulted, closed, shared by many threads.</summary>
public sealed class HandleTests
{
    [Fact]
    public void A_closed_handle_is_an_error()
    {
        NativeHandle handle = Samples.SelfTest();
        handle.Dispose();
        handle.Dispose();

        Assert.True(handle.IsClosed);
        Assert.Equal(0UL, handle.Revision);
        Assert.Equal("HandleInvalid", Samples.Refusal(() => handle.Call(new JsonObject())).Id);
        // The library says the same to whoever asks it directly.
        NativeAnswer answer = Exports.Call(handle.Value, Samples.Bytes("{}"));
        Assert.Equal("HandleInvalid", Samples.Refusal(() => Envelope.Open(answer, null)).Id);
    }

    [Fact]
    public void A_panic_faults_its_handle_and_no_other()
    {
        using NativeHandle faulted = Samples.SelfTest();
        using NativeHandle healthy = Samples.SelfTest();

        Assert.Equal("InternalFault", Samples.Refusal(() => faulted.Call(new JsonObject { ["panic"] = "no" })).Id);

        Assert.Equal("HandleFaulted", Samples.Refusal(() => faulted.Call(new JsonObject())).Id);
        using JsonDocument echo = healthy.Call(new JsonObject { ["echo"] = "here" });
        Assert.Equal("here", echo.RootElement.GetString());
    }

    [Fact]
    public void A_handle_that_nobody_holds_is_closed()
    {
        ulong value = Abandon();
        for (int round = 0; round < 10; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        NativeAnswer answer = Exports.Call(value, Samples.Bytes("{}"));
        Assert.Equal("HandleInvalid", Samples.Refusal(() => Envelope.Open(answer, null)).Id);
    }

    [Fact]
    public async Task Thirty_two_threads_call_at_once()
    {
        using Twin twin = Twin.Create(Samples.Inventory, seed: 1);
        using Barrier barrier = new(32);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Factory.StartNew(
            () =>
            {
                using NativeHandle own = Samples.SelfTest();
                barrier.SignalAndWait(TestContext.Current.CancellationToken);
                for (int round = 0; round < 100; round++)
                {
                    using JsonDocument echo = own.Call(new JsonObject { ["echo"] = number });
                    Assert.Equal(number, echo.RootElement.GetInt32());
                    Assert.True(twin.Call("clock").GetProperty("revision").GetUInt64() > 0);
                    Assert.True(twin.Handle.Revision > 0);
                    JsonObject panic = new() { ["selfTest"] = new JsonObject { ["panic"] = "again" } };
                    Assert.Equal(
                        "InternalFault", Samples.Refusal(() => NativeCore.Invoke(NativeFunction.Describe, panic)).Id);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    [Fact]
    public void A_cancelled_ticket_ends_its_call()
    {
        const ulong ticket = 5_000_000_001;
        NativeCore.Cancel(ticket);
        JsonObject request = new() { ["inventory"] = Samples.InventoryNode, ["target"] = "2016", ["ticket"] = ticket };

        Assert.Equal("Cancelled", Samples.Refusal(() => NativeCore.Invoke(NativeFunction.Rehearse, request)).Id);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static ulong Abandon() => Samples.SelfTest().Value;
}

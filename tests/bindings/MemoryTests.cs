using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>Native memory goes back: it is measured while no other test runs.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const int Calls = 100_000;
    private const long GrowthMax = 24 * 1024 * 1024;

    [Fact]
    public void A_hundred_thousand_calls_leave_nothing_behind()
    {
        using NativeHandle handle = Samples.SelfTest();
        // One answer in four kilobytes: a leak of every one would be 400 MB.
        byte[] request = Samples.Bytes(new JsonObject { ["echo"] = new string('x', 4096) }.ToJsonString());
        byte[] wrong = Samples.Bytes("{\"colour\":1}");
        Call(handle, request, wrong, 2_000);
        long before = Memory();

        Call(handle, request, wrong, Calls);

        long growth = Memory() - before;
        Assert.True(growth < GrowthMax, $"{Calls} calls left {growth / 1024} KiB behind");
    }

    [Fact]
    public void Twins_that_are_closed_leave_nothing_behind()
    {
        Open(20);
        long before = Memory();

        Open(400);

        long growth = Memory() - before;
        Assert.True(growth < GrowthMax, $"400 twins left {growth / 1024} KiB behind");
    }

    private static void Call(NativeHandle handle, byte[] request, byte[] wrong, int count)
    {
        for (int number = 0; number < count; number++)
        {
            if (number % 4 == 3)
            {
                NativeAnswer answer = Exports.Call(handle.Value, wrong);
                Assert.NotNull(answer.Report);
                continue;
            }

            using JsonDocument echo = handle.Call(request);
        }
    }

    private static void Open(int count)
    {
        for (int number = 0; number < count; number++)
        {
            using Twin twin = Twin.Create(Samples.Inventory, seed: (ulong)number);
            Assert.True(twin.Handle.Revision > 0);
        }
    }

    private static long Memory()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}

using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace Bindings.Tests;

/// <summary>What the library logs in a call reaches the caller.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" { } ")]
    [InlineData("{\"selfTest\":null}")]
    public void A_call_hands_over_what_it_logged(string request)
    {
        Recorder log = new("debug");

        NativeCore.Invoke(NativeFunction.Describe, Samples.Bytes(request), log).Dispose();

        Assert.Contains(log.Lines, line => line.StartsWith("debug|rolling_upgrade::", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_is_told_what_nobody_asked_for()
    {
        Recorder off = new("off");
        Recorder warn = new("warn");

        NativeCore.Invoke(NativeFunction.Describe, Samples.Bytes("{}"), off).Dispose();
        NativeCore.Invoke(NativeFunction.Describe, Samples.Bytes("{}"), warn).Dispose();

        Assert.Empty(off.Lines);
        Assert.Empty(warn.Lines);
    }

    [Fact]
    public void A_call_of_a_handle_is_logged_although_its_reader_knows_no_log()
    {
        Recorder log = new("trace");
        using NativeHandle twin = NativeCore.Open(
            new JsonObject { ["kind"] = "twin", ["inventory"] = Samples.InventoryNode, ["seed"] = 1 }, log);

        using var clock = twin.Call(new JsonObject { ["operation"] = "clock" }, log);

        Assert.True(clock.RootElement.TryGetProperty("revision", out _));
    }

    private sealed class Recorder(string level) : INativeLog
    {
        public List<string> Lines { get; } = [];

        public string Level { get; } = level;

        public void Write(string level, string target, string message) => Lines.Add($"{level}|{target}|{message}");
    }
}

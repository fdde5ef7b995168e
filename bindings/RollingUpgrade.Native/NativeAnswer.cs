namespace RollingUpgrade.Native;

/// <summary>What an export answered, copied out of native memory.</summary>
internal readonly struct NativeAnswer
{
    private NativeAnswer(byte[]? envelope, byte[]? report, byte[]? log)
    {
        Envelope = envelope;
        Report = report;
        Log = log;
    }

    /// <summary>Gets the envelope, where the call succeeded.</summary>
    internal byte[]? Envelope { get; }

    /// <summary>Gets the error report, where it failed.</summary>
    internal byte[]? Report { get; }

    /// <summary>Gets what was logged, where it failed; else the envelope holds that.</summary>
    internal byte[]? Log { get; }

    internal static NativeAnswer Succeeded(byte[] envelope)
    {
        return new NativeAnswer(envelope, null, null);
    }

    internal static NativeAnswer Failed(byte[] report, byte[] log)
    {
        return new NativeAnswer(null, report, log);
    }
}

namespace RollingUpgrade.Native;

/// <summary>An error that the library, or the way to it, has reported.</summary>
public sealed class NativeException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="NativeException"/> class.</summary>
    /// <param name="report">The report.</param>
    public NativeException(ErrorReport report)
        : base(report.Sentence, Chain(report.Causes))
    {
        Report = report;
    }

    /// <summary>Gets the report.</summary>
    public ErrorReport Report { get; }

    private static Exception? Chain(IReadOnlyList<string> causes)
    {
        Exception? inner = null;
        for (int index = causes.Count - 1; index >= 0; index--)
        {
            inner = new InvalidOperationException(causes[index], inner);
        }

        return inner;
    }
}

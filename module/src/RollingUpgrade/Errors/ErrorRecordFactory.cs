using System.Management.Automation;
using RollingUpgrade.Native;

namespace RollingUpgrade.Errors;

/// <summary>The only place that builds an error record.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>A record whose id is the report's, with the remedy as PowerShell's recommendation.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="target">The object that the error is about; the report's subject where it is null.</param>
    internal static ErrorRecord Create(NativeException failure, object? target = null)
    {
        ErrorReport report = failure.Report;
        return new ErrorRecord(failure, report.Id, Category(report.Category), target ?? report.Subject)
        {
            ErrorDetails = new ErrorDetails(report.Sentence) { RecommendedAction = report.Remedy },
        };
    }

    private static ErrorCategory Category(string name) =>
        Enum.TryParse(name, out ErrorCategory category) ? category : ErrorCategory.NotSpecified;
}

using Microsoft.FailoverClusters.PowerShell;

namespace ClusterTwin;

/// <summary>What one test of the validation found.</summary>
internal sealed class ValidationResult
{
    private readonly IReadOnlyList<ValidationFinding> _findings;

    public ValidationResult(ClusterTestInfo test, IReadOnlyList<ValidationFinding> findings)
    {
        Test = test;
        _findings = findings;
    }

    /// <summary>The test.</summary>
    public ClusterTestInfo Test { get; }

    /// <summary>What it found.</summary>
    public IReadOnlyList<ValidationFinding> Findings => _findings;

    /// <summary>Whether it failed.</summary>
    public bool IsFailed => _findings.Any(finding => finding.IsError);

    /// <summary>Whether it found anything.</summary>
    public bool IsFinding => _findings.Count > 0;

    /// <summary>The result in the words of the validation's warnings.</summary>
    public string Summary => IsFailed ? "The test reported failures.." : "The test reported some warnings..";

    /// <summary>The result in one word.</summary>
    public string Word => IsFailed ? "Failed" : IsFinding ? "Warning" : "Success";
}

namespace ClusterTwin;

/// <summary>A finding of a test of the validation.</summary>
/// <param name="IsError">Whether the test fails by it; else it warns.</param>
/// <param name="Rule">The rule that fired.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ValidationFinding(bool IsError, string Rule, string Subject, string Message, string Remedy);

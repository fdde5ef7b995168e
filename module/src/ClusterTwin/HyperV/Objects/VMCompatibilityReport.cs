namespace Microsoft.HyperV.PowerShell;

/// <summary>What a host and a VM say of each other. The twin makes none: the type is there for parameters.</summary>
public sealed class VMCompatibilityReport
{
    private VMCompatibilityReport()
    {
    }
}

using System.Management.Automation;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>Lets a release be written as people do: 2016, 2012 R2, Windows Server 2019.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReleaseTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string text = PSObject.AsPSObject(inputData).ToString();
        // What is no release is left as it is: the core says which ones there are, with its own error id.
        return Releases.Parse(text) ?? text;
    }
}

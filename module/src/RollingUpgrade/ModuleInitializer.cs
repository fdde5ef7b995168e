using System.Management.Automation;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade;

/// <summary>Loads the native library at import, so that a library of another version is named there and then.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        try
        {
            NativeCore.EnsureLibrary();
        }
        catch (NativeException failure)
        {
            ErrorRecord record = ErrorRecordFactory.Create(failure);
            throw new RuntimeException(record.ErrorDetails.Message, failure, record);
        }
    }
}

using System.Management.Automation;
using RollingUpgrade.Guard;

namespace RollingUpgrade;

/// <summary>Takes the guard out of the session with the module: its names would lead nowhere.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        GuardSession.Forget();
        GuardAliases.Remove();
    }
}

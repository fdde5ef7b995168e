using System.Management.Automation;

namespace RollingUpgrade.Guard;

/// <summary>The nested script module that lets Microsoft's names mean the guarded cmdlets.</summary>
internal static class GuardAliases
{
    private const string Name = "ClusterGuard";

    private static string Module { get; } = Path.Combine(
        Path.GetDirectoryName(typeof(GuardAliases).Assembly.Location) ?? AppContext.BaseDirectory,
        "Guard",
        Name + ".psm1");

    /// <summary>Sets the aliases, seen from everywhere in the session; doing it again changes nothing.</summary>
    internal static void Set()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Core\\Import-Module")
            .AddParameter("Name", Module)
            .AddParameter("Global", true)
            .AddParameter("DisableNameChecking", true)
            .AddParameter("ErrorAction", ActionPreference.Stop)
            .Invoke();
    }

    /// <summary>Takes the aliases back; whether there were any.</summary>
    internal static bool Remove()
    {
        object[] modules = Loaded();
        if (modules.Length == 0)
        {
            return false;
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Core\\Remove-Module")
            .AddParameter("ModuleInfo", modules)
            .AddParameter("Force", true)
            .Invoke();
        return true;
    }

    private static object[] Loaded()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Microsoft.PowerShell.Core\\Get-Module")
            .AddParameter("Name", Name)
            .Invoke()
            .Where(module => string.Equals(
                module.Properties["Path"]?.Value as string, Module, StringComparison.OrdinalIgnoreCase))
            .Select(module => module.BaseObject)
            .ToArray();
    }
}

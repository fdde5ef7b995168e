using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using RollingUpgrade.Errors;

namespace RollingUpgrade.Twins;

/// <summary>The stand-in modules: where they lie, and how they come into a session and leave it.</summary>
internal static class StandIns
{
    private const string Assembly = "ClusterTwin";
    private const string KnownType = "Microsoft.FailoverClusters.PowerShell.ClusterNode";

    /// <summary>The names of Microsoft's modules that have a stand-in.</summary>
    internal static readonly string[] Names = ["FailoverClusters", "Hyper-V", "Storage", "ClusterAwareUpdating"];

    /// <summary>What keeps the session from reaching production by the names of the twin's nodes.</summary>
    private const string Guard = "ClusterTwin.Machines";

    /// <summary>The same for paths such as <c>\\node\share</c>, which lead to a machine on Windows only.</summary>
    private const string Paths = "ClusterTwin.Paths";

    /// <summary>The folder of the stand-in modules, where discovery finds them only while a twin is entered.</summary>
    internal static string Folder { get; } = Path.Combine(
        Path.GetDirectoryName(typeof(StandIns).Assembly.Location) ?? AppContext.BaseDirectory, "twin", "modules");

    private static string PathsManifest { get; } =
        Path.Combine(Path.GetDirectoryName(Folder)!, "paths", Paths, Paths + ".psd1");

    /// <summary>
    /// Refuses where Microsoft's own code is in the session: two assemblies with the same types don't mix.
    /// </summary>
    /// <exception cref="RollingUpgrade.Native.NativeException">TwinConflict.</exception>
    internal static void RefuseConflicts()
    {
        Assembly? real = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly =>
            !assembly.IsDynamic && assembly.GetName().Name != Assembly && Holds(assembly));
        if (real is not null)
        {
            throw Failures.TwinConflict(
                $"the assembly {real.GetName().Name} of Microsoft's FailoverClusters module is loaded in this process",
                "Start a new PowerShell session and enter the twin before anything of FailoverClusters is used.",
                real.GetName().Name ?? KnownType);
        }

        foreach (PSObject module in Loaded())
        {
            string path = module.Properties["Path"]?.Value as string ?? string.Empty;
            if (!IsOurs(path))
            {
                string name = module.Properties["Name"]?.Value?.ToString() ?? string.Empty;
                throw Failures.TwinConflict(
                    $"the module {name} is loaded from {(path.Length == 0 ? "a remote session" : path)}",
                    $"Run Remove-Module {name}, or start a new session.",
                    name);
            }
        }
    }

    /// <summary>Imports the stand-ins into the caller's session, seen from everywhere in it.</summary>
    internal static void Import()
    {
        IEnumerable<string> manifests = Names.Append(Guard).Select(name => Path.Combine(Folder, name, name + ".psd1"));
        bool guardsPaths = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        foreach (string manifest in guardsPaths ? manifests.Append(PathsManifest) : manifests)
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Microsoft.PowerShell.Core\\Import-Module")
                .AddParameter("Name", manifest)
                .AddParameter("Global", true)
                .AddParameter("DisableNameChecking", true)
                .AddParameter("ErrorAction", ActionPreference.Stop)
                .Invoke();
        }
    }

    /// <summary>Takes the stand-ins out of the session.</summary>
    internal static void Remove()
    {
        object[] modules = Loaded()
            .Where(module => IsOurs(module.Properties["Path"]?.Value as string))
            .Select(module => module.BaseObject)
            .ToArray();
        if (modules.Length == 0)
        {
            return;
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Core\\Remove-Module")
            .AddParameter("ModuleInfo", modules)
            .AddParameter("Force", true)
            .Invoke();
    }

    private static bool IsOurs(string? path) =>
        path is not null && path.StartsWith(Path.GetDirectoryName(Folder)!, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<PSObject> Loaded()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Microsoft.PowerShell.Core\\Get-Module")
            .AddParameter("Name", Names.Append(Guard).Append(Paths).ToArray())
            .Invoke();
    }

    private static bool Holds(Assembly assembly)
    {
        try
        {
            return assembly.GetType(KnownType, throwOnError: false) is not null;
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return false;
        }
    }
}

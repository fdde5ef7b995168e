using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ClusterTwin.Machines;

/// <summary>
/// Commands that reach a machine by a path: <c>\\node\c$</c> is a machine of production, too. What names no machine of
/// the twin goes on to the original.
/// </summary>
internal static class PathNames
{
    private const string Management = "Microsoft.PowerShell.Management";
    private const string Utility = "Microsoft.PowerShell.Utility";
    private const string Security = "Microsoft.PowerShell.Security";

    /// <summary>Parameters that are paths in these commands.</summary>
    private static readonly string[] Paths =
        ["Path", "LiteralPath", "FilePath", "Destination", "Root", "Source", "RemotePath"];

    /// <summary>The host of a path that leads to another machine, also behind the name of its provider.</summary>
    private static readonly Regex Host = new(
        @"^(?:[\w.\\]+::)?[\\/]{2}(?:[?.][\\/]UNC[\\/])?(?<host>[^\\/@?]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>All of them: what comes through the pipeline is a path, but for those that write what comes.</summary>
    public static ProductionName[] All() =>
    [
        .. Reading(Management, "Path", "Filter").Of(
            "Get-ChildItem", "Get-Item", "Remove-Item", "Invoke-Item", "Get-Content", "Clear-Content", "New-Item",
            "Set-Location", "Push-Location", "Resolve-Path", "Get-ItemProperty"),
        .. Reading(Management, "Path", "Destination").Of("Copy-Item", "Move-Item"),
        .. Reading(Management, "Path", "NewName").Of("Rename-Item"),
        .. Reading(Management, "Name", "PSProvider", "Root").Of("New-PSDrive"),
        .. Writing(Management, "Path", "Value").Of("Set-Content", "Add-Content"),
        .. Reading(Utility, "Path", "Delimiter").Of("Import-Csv", "Import-Clixml", "Get-FileHash"),
        .. Writing(Utility, "Path", "Delimiter").Of("Export-Csv", "Export-Clixml"),
        .. Reading(Security, "Path").Of("Get-Acl"),
        .. Writing(Security, "Path").Of("Set-Acl"),
        .. Reading("SmbShare", "LocalPath", "RemotePath").Of("New-SmbMapping"),
        .. Reading("BitsTransfer", "Source", "Destination").Of("Start-BitsTransfer"),
    ];

    /// <summary>The machine of the twin that a path leads to; none where it leads to none.</summary>
    public static string? MachineOf(TwinContext context, string path)
    {
        Match match = Host.Match(path);
        string host = match.Success ? match.Groups["host"].Value : string.Empty;
        return host.Length > 0 && context.Holds(host) ? host : null;
    }

    /// <summary>The same of something in the pipeline that is a path, or says one of itself.</summary>
    public static string? MachineOf(GuardedCall? call, PSObject? item)
    {
        string? path = item?.BaseObject as string ?? item?.Properties["PSPath"]?.Value as string;
        return call?.Command.PathsFromPipeline == true && path is not null ? MachineOf(call.Context, path) : null;
    }

    /// <summary>The machines of the twin that the paths among the values of a call lead to.</summary>
    public static IEnumerable<string> MachinesOf(GuardedCall? call, IReadOnlyDictionary<string, object?> values) =>
        call?.Command.TakesPaths != true
            ? []
            : values.Where(value => Paths.Contains(value.Key, StringComparer.OrdinalIgnoreCase))
                .SelectMany(value => GuardedCall.Texts(value.Value))
                .Select(path => MachineOf(call.Context, path))
                .OfType<string>();

    private static Form Reading(string module, params string[] positions) => new(module, positions, true);

    private static Form Writing(string module, params string[] positions) => new(module, positions, false);

    /// <summary>What several commands have in common.</summary>
    private sealed record Form(string Module, string[] Positions, bool PathsFromPipeline)
    {
        public IEnumerable<ProductionName> Of(params string[] names) => names.Select(name =>
            new ProductionName(name, Module)
            {
                Positions = Positions,
                TakesPaths = true,
                PathsFromPipeline = PathsFromPipeline,
            });
    }
}

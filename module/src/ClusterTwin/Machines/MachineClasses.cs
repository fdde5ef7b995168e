using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>The classes of a machine that the twin shows, made of its facts.</summary>
internal static class MachineClasses
{
    private const ulong Mebibyte = 1024 * 1024;

    /// <summary>The instances of a class; none where the twin does not show the class.</summary>
    public static IEnumerable<PSObject> Make(string className, string machine, JsonElement facts) =>
        className.ToUpperInvariant() switch
        {
            "WIN32_OPERATINGSYSTEM" => [OperatingSystem(machine, facts)],
            "WIN32_COMPUTERSYSTEM" => [ComputerSystem(machine, facts)],
            "WIN32_PROCESSOR" => [Processor(machine, facts)],
            "WIN32_PAGEFILESETTING" => PageFileAnswers.Files(facts),
            "WIN32_POWERPLAN" => SystemAnswers.PowerPlans(facts),
            "MPIO_DISK_INFO" => [StorageAnswers.DiskInformation(machine, facts)],
            _ => [],
        };

    /// <summary>Whether a class that the twin shows can be without instances.</summary>
    public static bool MayBeEmpty(string className) => PageFileAnswers.IsSetting(className);

    /// <summary>Whether a feature is installed.</summary>
    public static bool Has(JsonElement facts, string feature) =>
        facts.Texts("features"u8).Contains(feature, StringComparer.OrdinalIgnoreCase);

    /// <summary>A feature as Get-WindowsFeature shows it.</summary>
    public static PSObject Feature(string name, bool isInstalled) => MachineAnswers.Make(
        "Microsoft.Windows.ServerManager.Commands.Feature",
        ("Name", name),
        ("DisplayName", name),
        ("Installed", isInstalled),
        ("InstallState", isInstalled ? "Installed" : "Available"));

    private static PSObject OperatingSystem(string machine, JsonElement facts)
    {
        string build = facts.Number("build"u8).ToString(CultureInfo.InvariantCulture);
        string release = facts.Text("release"u8) == "2012R2" ? "2012 R2" : facts.Text("release"u8);
        string kernel = release == "2012 R2" ? "6.3" : "10.0";
        return Instance(
            "Win32_OperatingSystem",
            machine,
            ("Caption", $"Microsoft Windows Server {release}"),
            ("Version", $"{kernel}.{build}"),
            ("BuildNumber", build),
            ("CSName", machine),
            ("TotalVisibleMemorySize", facts.LongNumber("memoryMiB"u8) * 1024));
    }

    private static PSObject ComputerSystem(string machine, JsonElement facts)
    {
        string? domain = facts.OptionalText("domain"u8);
        return Instance(
            "Win32_ComputerSystem",
            machine,
            ("Name", machine),
            ("Domain", domain ?? "WORKGROUP"),
            ("PartOfDomain", domain is not null),
            ("TotalPhysicalMemory", facts.LongNumber("memoryMiB"u8) * Mebibyte),
            ("HypervisorPresent", Has(facts, "Hyper-V")),
            ("AutomaticManagedPagefile", PageFileAnswers.IsAutomatic(facts)),
            ("NumberOfLogicalProcessors", Processors(facts)));
    }

    private static PSObject Processor(string machine, JsonElement facts)
    {
        JsonElement processor = facts.GetProperty("processor"u8);
        return Instance(
            "Win32_Processor",
            machine,
            ("Name", processor.Text("model"u8)),
            ("Manufacturer", processor.Text("vendor"u8)),
            ("SecondLevelAddressTranslationExtensions", processor.Flag("secondLevelAddressTranslation"u8)),
            ("NumberOfLogicalProcessors", Processors(facts)));
    }

    private static uint Processors(JsonElement facts) =>
        facts.GetProperty("processor"u8).Number("logicalProcessors"u8);

    private static PSObject Instance(string name, string machine, params (string Name, object? Value)[] properties)
    {
        PSObject made = MachineAnswers.Make(
            $"Microsoft.Management.Infrastructure.CimInstance#root/cimv2/{name}", properties);
        made.Properties.Add(new PSNoteProperty("PSComputerName", machine));
        return made;
    }
}

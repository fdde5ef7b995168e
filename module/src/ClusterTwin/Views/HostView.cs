using System.Text.Json;
using Microsoft.HyperV.PowerShell;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-VMHost</c>: the host, the facts of its machine, its versions.</summary>
internal sealed class HostView
{
    public string Name { get; init; } = string.Empty;

    public string Domain { get; init; } = string.Empty;

    public bool HyperV { get; init; }

    public uint LogicalProcessors { get; init; }

    public ulong MemoryBytes { get; init; }

    public List<SwitchView> Switches { get; init; } = [];

    public uint MaximumMigrations { get; init; }

    public uint MaximumStorageMigrations { get; init; }

    public bool MigrationEnabled { get; init; }

    public MigrationAuthenticationType Authentication { get; init; }

    public VMMigrationPerformance Performance { get; init; }

    public string VirtualMachinePath { get; init; } = string.Empty;

    public string VirtualHardDiskPath { get; init; } = string.Empty;

    public string MacAddressMinimum { get; init; } = string.Empty;

    public string MacAddressMaximum { get; init; } = string.Empty;

    public bool UsesAnyNetwork { get; init; }

    public string[] SupportedVersions { get; init; } = [];

    public string? DefaultVersion { get; init; }

    public static HostView Read(JsonElement view)
    {
        JsonElement machine = Part(view, "machine"u8);
        JsonElement settings = Part(machine, "hyperV"u8);
        string name = view.Text("name"u8);
        string? domain = machine.OptionalText("domain"u8);
        return new HostView
        {
            Name = name,
            Domain = domain is null ? name : $"{name}.{domain}",
            HyperV = view.Flag("hyperV"u8),
            LogicalProcessors = Part(machine, "processor"u8).Number("logicalProcessors"u8),
            MemoryBytes = machine.LongNumber("memoryMiB"u8) * 1024 * 1024,
            Switches = TwinContext.ReadList(Part(machine, "switches"u8), SwitchView.Read),
            MaximumMigrations = settings.Number("maximumMigrations"u8),
            MaximumStorageMigrations = settings.Number("maximumStorageMigrations"u8),
            MigrationEnabled = settings.Flag("migrationEnabled"u8),
            Authentication = settings.Text("migrationAuthentication"u8) == "credSsp"
                ? MigrationAuthenticationType.CredSSP
                : MigrationAuthenticationType.Kerberos,
            Performance = settings.Text("migrationTransport"u8) switch
            {
                "tcpip" => VMMigrationPerformance.TCPIP,
                "smb" => VMMigrationPerformance.SMB,
                _ => VMMigrationPerformance.Compression,
            },
            VirtualMachinePath = settings.Text("virtualMachinePath"u8),
            VirtualHardDiskPath = settings.Text("virtualHardDiskPath"u8),
            MacAddressMinimum = settings.Text("macAddressMinimum"u8),
            MacAddressMaximum = settings.Text("macAddressMaximum"u8),
            UsesAnyNetwork = Part(settings, "migrationNetworks"u8).ValueKind == JsonValueKind.Undefined,
            SupportedVersions = view.Texts("supportedVersions"u8),
            DefaultVersion = view.OptionalText("defaultVersion"u8),
        };
    }

    /// <summary>A part of a document; an empty element where it is missing.</summary>
    private static JsonElement Part(JsonElement view, ReadOnlySpan<byte> field) =>
        view.ValueKind == JsonValueKind.Object && view.TryGetProperty(field, out JsonElement part) ? part : default;
}

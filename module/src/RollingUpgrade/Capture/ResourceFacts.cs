using System.Management.Automation;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Capture;

/// <summary>What a capture reads of a resource, once: a live object would ask the cluster at every look.</summary>
internal sealed class ResourceFacts
{
    private ResourceFacts(PSObject item)
    {
        Item = item;
        Name = item.Text("Name") ?? string.Empty;
        Type = item.Text("ResourceType") ?? string.Empty;
        Group = item.Text("OwnerGroup") ?? string.Empty;
        MachineId = Type == "Virtual Machine" ? PlainId(item.Text("VmId") ?? item.Text("VMId")) : string.Empty;
    }

    internal PSObject Item { get; }

    internal string Name { get; }

    internal string Type { get; }

    /// <summary>The name of its role.</summary>
    internal string Group { get; }

    /// <summary>The id of the VM, where it is the resource of one.</summary>
    internal string MachineId { get; }

    internal static ResourceFacts Of(PSObject item) => new(item);

    /// <summary>A GUID as documents hold it.</summary>
    internal static string PlainId(string? text) => (text ?? string.Empty).Trim('{', '}').ToLowerInvariant();
}

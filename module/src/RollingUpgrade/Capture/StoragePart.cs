using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>Shared volumes, pools, virtual and physical disks.</summary>
internal sealed class StoragePart
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>OperationalStatus of a disk in maintenance mode, in the words of the cmdlet.</summary>
    private const string InMaintenance = "In Maintenance Mode";
    private readonly CaptureContext _context;

    internal StoragePart(CaptureContext context)
    {
        _context = context;
    }

    internal JsonObject Read(PSObject cluster, JsonArray nodes, HostedWorkloads hosted)
    {
        bool direct = cluster.Number("S2DEnabled") is > 0;
        JsonObject part = new() { ["spacesDirect"] = direct, ["sharedVolumes"] = SharedVolumes(hosted) };
        IReadOnlyList<PSObject>? pools = _context.Optional(
            new ClusterCommand(Storage, "Get-StoragePool").With("IsPrimordial", false));
        if (pools is null && direct)
        {
            _context.Unanswered.Add((Storage, cluster.Text("Name") ?? string.Empty));
        }

        if (pools is not { Count: > 0 })
        {
            return part;
        }

        part["pools"] = List(pools.Select(Pool));
        part["virtualDisks"] = List((Optional("Get-VirtualDisk") ?? []).Select(VirtualDisk));
        part["repairJobs"] = Repairs(Optional("Get-StorageJob") ?? []);
        if (direct)
        {
            part["physicalDisks"] = PhysicalDisks(nodes);
        }

        return part;
    }

    /// <summary>The health of virtual disks and what is being repaired, with Storage Spaces Direct.</summary>
    internal JsonObject ReadHealth(PSObject cluster)
    {
        bool direct = cluster.Number("S2DEnabled") is > 0;
        JsonObject part = new() { ["spacesDirect"] = direct };
        if (direct)
        {
            part["virtualDisks"] = List(Required("Get-VirtualDisk").Select(VirtualDisk));
            part["repairJobs"] = Repairs(Required("Get-StorageJob"));
        }

        return part;
    }

    private static int Repairs(IEnumerable<PSObject> jobs) =>
        jobs.Count(job => job.Text("JobState") is not ("Completed" or "Succeeded"));

    private IReadOnlyList<PSObject> Required(string name) => _context.Required(new ClusterCommand(Storage, name));

    private static JsonArray List(IEnumerable<JsonObject> items) => new(items.ToArray<JsonNode?>());

    private IReadOnlyList<PSObject>? Optional(string name) => _context.Optional(new ClusterCommand(Storage, name));

    private JsonArray SharedVolumes(HostedWorkloads hosted) => List(
        (_context.Optional(new ClusterCommand(FailoverClusters, "Get-ClusterSharedVolume")) ?? [])
            .Select(volume => SharedVolume(volume, hosted)));

    private static JsonObject SharedVolume(PSObject volume, HostedWorkloads hosted)
    {
        JsonObject part = new()
        {
            ["name"] = volume.Text("Name"),
            ["owner"] = volume.Text("OwnerNode"),
            ["online"] = volume.Text("State") is "Online" or "2",
        };
        PSObject? info = volume.Items("SharedVolumeInfo").FirstOrDefault();
        string path = info?.Text("FriendlyVolumeName") ?? string.Empty;
        part["friendlyName"] = path.Substring(path.LastIndexOfAny(['\\', '/']) + 1);
        part["redirected"] = info?.Flag("RedirectedAccess") == true;
        if (info?.Value("Partition") is { } partition)
        {
            PSObject wrapped = PSObject.AsPSObject(partition);
            part["sizeMiB"] = (wrapped.Number("Size") ?? 0) / Mebibyte;
            if (wrapped.Number("FreeSpace") is { } free)
            {
                part["freeMiB"] = free / Mebibyte;
            }

            string fileSystem = (wrapped.Text("FileSystem") ?? "ntfs").ToLowerInvariant();
            part["fileSystem"] = fileSystem.Replace("csvfs_", string.Empty);
        }

        hosted.CompleteVolume(part);
        return part;
    }

    private static JsonObject Pool(PSObject pool) => new()
    {
        ["name"] = pool.Text("FriendlyName"),
        ["version"] = Releases.Parse(pool.Text("Version") ?? string.Empty) ?? "older",
        ["health"] = ClusterNames.Health(pool),
        ["sizeMiB"] = (pool.Number("Size") ?? 0) / Mebibyte,
        ["allocatedMiB"] = (pool.Number("AllocatedSize") ?? 0) / Mebibyte,
    };

    private static JsonObject VirtualDisk(PSObject disk) => new()
    {
        ["name"] = disk.Text("FriendlyName"),
        ["resiliency"] = Resiliency(disk),
        ["health"] = ClusterNames.Health(disk),
        ["status"] = ClusterNames.DiskStatus(disk),
        ["sizeMiB"] = (disk.Number("Size") ?? 0) / Mebibyte,
    };

    private static string Resiliency(PSObject disk)
    {
        long redundancy = disk.Number("PhysicalDiskRedundancy") ?? 0;
        return disk.Text("ResiliencySettingName") switch
        {
            "Mirror" => disk.Number("NumberOfDataCopies") >= 3 || redundancy >= 2 ? "threeWayMirror" : "twoWayMirror",
            "Parity" => redundancy >= 2 ? "dualParity" : "parity",
            _ => "simple",
        };
    }

    /// <summary>
    /// The disks of the pools, in the nodes that say they hold them: Get-PhysicalDisk does not tell where a disk sits.
    /// </summary>
    private JsonArray PhysicalDisks(JsonArray nodes)
    {
        Dictionary<string, string> places = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonNode? node in nodes)
        {
            foreach (JsonNode? disk in node?["machine"]?["disks"] as JsonArray ?? [])
            {
                if (disk?["pooled"]?.GetValue<bool>() == true && (string?)disk["serialNumber"] is { } serial)
                {
                    places[serial] = (string?)node!["name"] ?? string.Empty;
                }
            }
        }

        JsonArray list = [];
        foreach (PSObject disk in Optional("Get-PhysicalDisk") ?? [])
        {
            string serial = (disk.Text("SerialNumber") ?? string.Empty).Trim();
            if (places.TryGetValue(serial, out string? node))
            {
                list.Add(new JsonObject
                {
                    ["serialNumber"] = serial,
                    ["node"] = node,
                    ["sizeMiB"] = (disk.Number("Size") ?? 0) / Mebibyte,
                    ["health"] = ClusterNames.Health(disk),
                    ["inMaintenance"] = disk.Texts("OperationalStatus").Contains(InMaintenance),
                });
            }
        }

        return list;
    }
}

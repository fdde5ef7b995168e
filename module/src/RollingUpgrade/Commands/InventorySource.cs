using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>An inventory that is given as an object or as the path of a file.</summary>
public sealed class InventorySource
{
    private readonly ClusterInventory? _inventory;
    private readonly string? _path;

    /// <summary>An inventory, such as Export-ClusterInventory puts out.</summary>
    public InventorySource(ClusterInventory inventory)
    {
        _inventory = inventory;
    }

    /// <summary>The path of a file that holds an inventory.</summary>
    public InventorySource(string path)
    {
        _path = path;
    }

    /// <exception cref="NativeException">The file can't be read, or holds no inventory.</exception>
    internal ClusterInventory Read(Func<string, string> fullPath)
    {
        if (_inventory is not null)
        {
            return _inventory;
        }

        string full = fullPath(_path!);
        byte[] bytes = DocumentFile.Read(full);
        try
        {
            using JsonDocument document = NativeCore.ReadInventory(bytes);
            return new ClusterInventory(document.RootElement, full);
        }
        catch (NativeException failure)
        {
            throw Failures.InFile(full, failure);
        }
    }
}

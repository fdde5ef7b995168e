using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Cim;
using ClusterTwin.Views;
using RollingUpgrade.Native;

namespace ClusterTwin.Storage;

/// <summary>What the stand-ins of Storage share: the sessions that they take, and the form of their errors.</summary>
public abstract class StorageCmdlet : TwinCmdlet
{
    /// <summary>The sessions that the caller names.</summary>
    internal virtual IEnumerable<TwinCimSession> Sessions => [];

    internal sealed override void Execute()
    {
        if (Sessions.FirstOrDefault(session => !Context.Leads(session.ComputerName)) is not { } stranger)
        {
            Answer();
            return;
        }

        WriteError(TwinErrors.Record(
            new InvalidOperationException($"The computer '{stranger}' can't be reached."),
            "HRESULT 0x80338012",
            ErrorCategory.ConnectionError,
            stranger,
            $"This session has entered the twin of cluster {Context.Twin.ClusterName}, and reaches no other."));
    }

    /// <summary>Answers, once the computers are known to be the twin's.</summary>
    internal abstract void Answer();

    internal override ErrorRecord RecordOf(NativeException error, string subject)
    {
        if (TwinErrors.IsOwn(error.Report))
        {
            return TwinErrors.OwnRecord(error);
        }

        var exception = new InvalidOperationException(TwinErrors.Sentence(error.Report.Message), error);
        string id = error.Report.Win32 is { } code ? $"StorageWMI {code}" : "StorageWMI";
        return TwinErrors.Record(exception, id, ErrorCategory.NotSpecified, subject, error.Report.Remedy);
    }

    /// <summary>Reads a list of the twin as objects.</summary>
    internal List<TInstance> Read<TView, TInstance>(
        string operation, Func<JsonElement, TView> read, Func<TView, TInstance> make) =>
        [.. TwinContext.ReadList(Context.Call(operation), read).Select(make)];

    /// <summary>
    /// Those of the given names; all where none is named. A missing one is said to be, in the words of all such
    /// cmdlets.
    /// </summary>
    internal IEnumerable<TInstance> Named<TInstance>(
        List<TInstance> all, string[]? names, string className, Func<TInstance, string> nameOf)
    {
        if (names is null)
        {
            return all;
        }

        var found = new List<TInstance>();
        foreach (string name in names)
        {
            List<TInstance> some = NamePattern.Select(all, name, nameOf);
            if (some.Count == 0 && !NamePattern.IsPattern(name))
            {
                WriteNotFound(className, "FriendlyName", name);
            }

            found.AddRange(some.Where(one => !found.Contains(one)));
        }

        return found;
    }

    /// <summary>
    /// Those of a pool; all where none is given. An inventory does not say which disk belongs to which of several
    /// pools, so that the twin answers for the only one.
    /// </summary>
    internal List<TInstance> OfPool<TInstance>(List<TInstance> all, TwinInstance? pool, bool hasPrimordial)
    {
        if (pool is not StoragePoolInstance asked)
        {
            return all;
        }

        if (asked.IsPrimordial)
        {
            return hasPrimordial ? all : [];
        }

        if (Read("storagePools", PoolView.Read, view => view).Count(one => !one.IsPrimordial) > 1)
        {
            RefuseNotModelled("the parameter -StoragePool, where the cluster has several pools,");
        }

        return all;
    }

    /// <summary>Says that there is no object with this property.</summary>
    internal void WriteNotFound(string className, string property, string value) => WriteError(TwinErrors.Record(
        new ItemNotFoundException(
            $"No {className} objects found with property '{property}' equal to '{value}'.  "
            + "Verify the value of the property and retry."),
        $"CmdletizationQuery_NotFound_{property}",
        ErrorCategory.ObjectNotFound,
        value,
        "The cmdlet without a name lists what is there."));

    /// <summary>The nodes with their disks; none where Storage Spaces Direct is off.</summary>
    internal List<StorageScaleUnitInstance> ReadScaleUnits() => Context.ReadCluster().SpacesDirect
        ? [.. Context.ReadNodes().Select(view => new StorageScaleUnitInstance(Context, view))]
        : [];

    /// <summary>Emits objects with the type names of the originals.</summary>
    internal void Write(IEnumerable<TwinInstance> instances) =>
        WriteObject(instances.Select(instance => instance.ToPSObject()), true);

    /// <summary>The texts of a filter's values; none where there is no filter.</summary>
    internal static bool Passes<TValue>(TValue[]? filter, string value)
        where TValue : struct =>
        filter is null || filter.Any(one => NamePattern.Same(one.ToString(), value));
}

namespace RollingUpgrade.Native;

/// <summary>Which twin a runspace sees. Entries are counted: as many exits as entries.</summary>
public static class TwinScope
{
    private static readonly object Gate = new();

    /// <summary>In the order in which they were made; the newest that applies is the one that counts.</summary>
    private static readonly List<Entry> Entries = [];

    /// <summary>Lets a runspace see a twin.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="runspaceId">The runspace that enters it.</param>
    /// <param name="process">Whether runspaces that entered none themselves see it, too.</param>
    public static void Enter(Twin twin, Guid runspaceId, bool process)
    {
        lock (Gate)
        {
            Entries.Add(new Entry(twin, runspaceId, process));
        }
    }

    /// <summary>
    /// Takes back the newest entry of a runspace; for a process entry also one that another runspace made.
    /// </summary>
    /// <param name="runspaceId">The runspace.</param>
    /// <param name="process">Whether the entry is one for the process.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Exit(Guid runspaceId, bool process)
    {
        lock (Gate)
        {
            int index = Entries.FindLastIndex(entry => entry.Process == process && entry.RunspaceId == runspaceId);
            if (index < 0 && process)
            {
                index = Entries.FindLastIndex(entry => entry.Process);
            }

            if (index < 0)
            {
                return false;
            }

            Entries.RemoveAt(index);
            return true;
        }
    }

    /// <summary>Takes back every entry that a runspace made for itself, because it has been closed.</summary>
    /// <param name="runspaceId">The runspace.</param>
    public static void Forget(Guid runspaceId)
    {
        lock (Gate)
        {
            Entries.RemoveAll(entry => !entry.Process && entry.RunspaceId == runspaceId);
        }
    }

    /// <summary>The twin that a runspace sees: the newest that it entered, else the newest of the process.</summary>
    /// <param name="runspaceId">The runspace.</param>
    /// <returns>The twin; null where it sees none.</returns>
    public static Twin? Current(Guid runspaceId)
    {
        lock (Gate)
        {
            Entry? found = Entries.FindLast(entry => entry.RunspaceId == runspaceId)
                ?? Entries.FindLast(entry => entry.Process);
            return found?.Twin;
        }
    }

    internal static bool IsEntered(Twin twin)
    {
        lock (Gate)
        {
            return Entries.Exists(entry => ReferenceEquals(entry.Twin, twin));
        }
    }

    private sealed class Entry(Twin twin, Guid runspaceId, bool process)
    {
        public Twin Twin { get; } = twin;

        public Guid RunspaceId { get; } = runspaceId;

        public bool Process { get; } = process;
    }
}

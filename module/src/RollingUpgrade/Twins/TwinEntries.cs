using System.Management.Automation.Runspaces;
using RollingUpgrade.Native;

namespace RollingUpgrade.Twins;

/// <summary>Entering and leaving twins: as many exits as entries, and nothing stays behind the last one.</summary>
internal static class TwinEntries
{
    /// <summary>Lets the session see a twin.</summary>
    /// <exception cref="NativeException">TwinConflict.</exception>
    internal static void Enter(Twin twin, bool process)
    {
        StandIns.RefuseConflicts();
        ModulePath.Enter();
        try
        {
            StandIns.Import();
        }
        catch
        {
            StandIns.Remove();
            ModulePath.Exit();
            throw;
        }

        TwinScope.Enter(twin, Id, process);
    }

    /// <summary>Takes back the session's newest entry; whether there was one.</summary>
    internal static bool Exit()
    {
        if (!TwinScope.Exit(Id, process: false) && !TwinScope.Exit(Id, process: true))
        {
            return false;
        }

        ModulePath.Exit();
        if (Current is null)
        {
            StandIns.Remove();
        }

        return true;
    }

    /// <summary>The twin that the session sees.</summary>
    internal static Twin? Current => TwinScope.Current(Id);

    private static Guid Id => Runspace.DefaultRunspace?.InstanceId
        ?? throw new InvalidOperationException("This thread has no runspace, so it has no session to enter a twin in.");
}

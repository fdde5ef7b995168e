using System.Management.Automation;

namespace ClusterTwin.Machines;

/// <summary>
/// Leads a guarded name that is called with its module (<c>Microsoft.PowerShell.Management\Restart-Computer</c>), or
/// as a program with its path, to the guard, too: an alias wins over every import, but not over a qualified name. It
/// refuses what lies on a machine of the twin (<c>\\node\c$\x.ps1</c>), and leads what begins parallel
/// runspaces to the cmdlet that guards those.
/// </summary>
public sealed class LookupGuard
{
    private const string Guard = "ClusterTwin.Machines\\Invoke-GuardedCommand";
    private const string Parallel = "ClusterTwin.Machines\\Invoke-GuardedParallel";

    private readonly EngineIntrinsics _engine;
    private readonly EventHandler<CommandLookupEventArgs>? _before;

    private LookupGuard(EngineIntrinsics engine)
    {
        _engine = engine;
        _before = engine.InvokeCommand.PreCommandLookupAction;
    }

    /// <summary>The commands that reach a machine by a path, guarded where such a path leads to one.</summary>
    public static IEnumerable<string> PathCommands => PathNames.All().Select(command => command.Name);

    /// <summary>Guards the session that the engine belongs to.</summary>
    /// <returns>What takes the guard off again.</returns>
    public static LookupGuard Install(EngineIntrinsics engine)
    {
        var guard = new LookupGuard(engine);
        engine.InvokeCommand.PreCommandLookupAction = guard.OnLookup;
        return guard;
    }

    /// <summary>Leaves the session as it was found.</summary>
    public void Remove() => _engine.InvokeCommand.PreCommandLookupAction = _before;

    private static bool BeginsRunspaces(string name) =>
        ParallelScript.Names.Contains(name.Substring(name.LastIndexOf('\\') + 1), StringComparer.OrdinalIgnoreCase)
        && !OriginalCommand.IsLooking
        && TwinContext.Current() is not null
        && ParallelScript.IsAskedFor();

    /// <summary>Whether a guarded command is called with its module, or a guarded program with its path.</summary>
    private static bool IsGuarded(string name)
    {
        int end = name.LastIndexOfAny(['\\', '/']);
        return end > 0
            && !OriginalCommand.IsLooking
            && ProductionNames.Find(name) is { } entry
            && (entry.IsProgram || NamePattern.Same(name.Substring(0, end), entry.Module))
            && TwinContext.Current() is not null;
    }

    /// <summary>Whether a script or a program lies on a machine of the twin.</summary>
    private static bool LeadsToAMachine(string name) =>
        name.StartsWith(@"\\", StringComparison.Ordinal)
        && !OriginalCommand.IsLooking
        && TwinContext.Current() is { } context
        && PathNames.MachineOf(context, name) is not null;

    private void OnLookup(object? sender, CommandLookupEventArgs lookup)
    {
        string name = lookup.CommandName;
        if (IsGuarded(name))
        {
            string bare = name.Substring(name.LastIndexOfAny(['\\', '/']) + 1);
            lookup.Command = _engine.InvokeCommand.GetCommand(bare, CommandTypes.Alias);
            lookup.StopSearch = lookup.Command is not null;
        }
        else if (LeadsToAMachine(name))
        {
            lookup.Command = _engine.InvokeCommand.GetCommand(Guard, CommandTypes.Cmdlet);
            lookup.StopSearch = lookup.Command is not null;
        }
        else if (BeginsRunspaces(name))
        {
            lookup.Command = _engine.InvokeCommand.GetCommand(Parallel, CommandTypes.Cmdlet);
            lookup.StopSearch = lookup.Command is not null;
        }

        _before?.Invoke(sender, lookup);
    }
}

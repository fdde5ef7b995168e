using System.Management.Automation;

namespace ClusterTwin.Machines;

/// <summary>
/// Leads a guarded name that is called with its module (<c>Microsoft.PowerShell.Management\Restart-Computer</c>) to
/// the guard, too: an alias wins over every import, but not over a qualified name. It also leads what begins parallel
/// runspaces to the cmdlet that guards those.
/// </summary>
public sealed class LookupGuard
{
    private const string Parallel = "ClusterTwin.Machines\\Invoke-GuardedParallel";

    private readonly EngineIntrinsics _engine;
    private readonly EventHandler<CommandLookupEventArgs>? _before;

    private LookupGuard(EngineIntrinsics engine)
    {
        _engine = engine;
        _before = engine.InvokeCommand.PreCommandLookupAction;
    }

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

    private void OnLookup(object? sender, CommandLookupEventArgs lookup)
    {
        string name = lookup.CommandName;
        bool isGuarded = name.IndexOf('\\') > 0
            && !OriginalCommand.IsLooking
            && ProductionNames.Find(name) is { IsProgram: false } entry
            && NamePattern.Same(name.Substring(0, name.LastIndexOf('\\')), entry.Module)
            && TwinContext.Current() is not null;
        if (isGuarded)
        {
            string bare = name.Substring(name.LastIndexOf('\\') + 1);
            lookup.Command = _engine.InvokeCommand.GetCommand(bare, CommandTypes.Alias);
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

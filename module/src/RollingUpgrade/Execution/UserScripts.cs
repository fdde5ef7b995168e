using System.Management.Automation;

namespace RollingUpgrade.Execution;

/// <summary>The gates and hooks that the administrator gave.</summary>
internal sealed class UserScripts
{
    private readonly Dictionary<string, (string Parameter, ScriptBlock Block)> _hooks = new(StringComparer.Ordinal);

    /// <summary>The gates, in their order.</summary>
    internal IReadOnlyList<ScriptBlock> Gates { get; set; } = [];

    /// <summary>The names of the hooks that there are, as the core knows them.</summary>
    internal IEnumerable<string> Hooks => _hooks.Keys;

    /// <summary>Where warnings of the scripts go.</summary>
    internal Action<string> Warn { get; set; } = static _ => { };

    /// <summary>Adds a hook.</summary>
    /// <param name="point">Its name in the core.</param>
    /// <param name="parameter">The parameter that it came with.</param>
    /// <param name="block">The script; nothing is added where it is null.</param>
    internal void Add(string point, string parameter, ScriptBlock? block)
    {
        if (block is not null)
        {
            _hooks[point] = (parameter, block);
        }
    }

    /// <summary>Calls a hook with the run and its node; what it puts out is of no interest.</summary>
    /// <exception cref="RollingUpgrade.Native.NativeException">It threw.</exception>
    internal void Call(string point, RollingUpgradeProgress run)
    {
        if (_hooks.TryGetValue(point, out (string Parameter, ScriptBlock Block) hook))
        {
            UserScript.Run(hook.Parameter, hook.Block, Warn, run);
        }
    }

    /// <summary>
    /// Asks a gate: the last thing that it puts out is its word. Anything but $true and $false is none, since a text
    /// such as 'False' would count as true.
    /// </summary>
    /// <returns>Why it is closed; null where it is open.</returns>
    /// <exception cref="RollingUpgrade.Native.NativeException">It threw.</exception>
    internal string? Ask(int number, RollingUpgradeProgress run)
    {
        PSObject? answer = UserScript.Run("Gate", Gates[number - 1], Warn, run).LastOrDefault();
        return answer?.BaseObject switch
        {
            true => null,
            false => "it said $false",
            null => "it put out nothing; its last output has to be $true or $false",
            object other => $"its last output is '{answer}' ({other.GetType().Name}) and not $true or $false",
        };
    }
}

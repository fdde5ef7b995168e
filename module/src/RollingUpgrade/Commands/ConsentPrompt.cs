using System.Management.Automation.Host;

namespace RollingUpgrade.Commands;

/// <summary>Asks for the name of the cluster before what can't be undone.</summary>
internal static class ConsentPrompt
{
    /// <summary>What was typed; null where nobody can be asked.</summary>
    internal static string? Ask(PSHostUserInterface? host, UpgradePlan plan)
    {
        try
        {
            host?.WriteLine(
                $"All nodes of {plan.Cluster} run {plan.ToVersion}. Raising the functional level from {plan.FromLevel} "
                + $"to {plan.ToLevel} can't be undone; only an authoritative restore goes back.");
            host?.Write($"Type the name of the cluster to raise it, or nothing to leave it ({plan.Cluster}): ");
            return host?.ReadLine();
        }
        catch (HostException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A session that was begun with -NonInteractive.
            return null;
        }
        catch (NotImplementedException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}

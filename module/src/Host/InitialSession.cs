using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace RollingUpgrade.Host;

/// <summary>The session that scripts start in: the engine's own commands and nothing else.</summary>
internal static class InitialSession
{
    internal static InitialSessionState Create()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        // The script was named by the person who started the host, so there is nothing to protect from.
        // Windows alone has execution policies; elsewhere the engine refuses to set one.
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        return state;
    }
}

namespace RollingUpgrade.Execution;

/// <summary>The account of this session, and the machine that it drives from.</summary>
internal static class Account
{
    /// <summary>Gives this machine another name, where its own changes with every start, as that of a container does.
    /// </summary>
    private const string HostVariable = "ROLLING_UPGRADE_HOST";

    internal static string Name => $"{Environment.UserDomainName}\\{Environment.UserName}";

    internal static string Host =>
        Environment.GetEnvironmentVariable(HostVariable) is { Length: > 0 } named ? named : Environment.MachineName;
}

namespace RollingUpgrade.Execution;

/// <summary>The account of this session.</summary>
internal static class Account
{
    internal static string Name => $"{Environment.UserDomainName}\\{Environment.UserName}";
}

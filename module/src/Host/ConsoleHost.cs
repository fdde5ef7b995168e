using System.Globalization;
using System.Management.Automation.Host;

namespace RollingUpgrade.Host;

/// <summary>The engine's view of this program.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface _interface = new();

    public override string Name => "RollingUpgradeHost";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new Version(0, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => _interface;

    internal ConsoleUserInterface ConsoleUI => _interface;

    /// <summary>What `exit` asked for; null while nothing did.</summary>
    internal int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode ??= exitCode;

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("This host has no nested prompt; answer with another choice.");

    public override void ExitNestedPrompt()
    {
        // Nothing was entered, so nothing is left.
    }

    public override void NotifyBeginApplication()
    {
        // Native programs share the console as it is.
    }

    public override void NotifyEndApplication()
    {
        // Native programs share the console as it is.
    }
}

namespace RollingUpgrade.Host;

/// <summary>What the host is asked to run.</summary>
internal enum Mode
{
    /// <summary>Lines that a person types.</summary>
    Interactive,

    /// <summary>A script file.</summary>
    File,

    /// <summary>A command.</summary>
    Command,

    /// <summary>Nothing: the usage is printed.</summary>
    Help,
}

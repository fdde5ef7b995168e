namespace RollingUpgrade.Native;

/// <summary>Takes what the library logged during one call, after the call and on its thread.</summary>
public interface INativeLog
{
    /// <summary>
    /// What is wanted: <c>trace</c>, <c>debug</c>, <c>info</c>, <c>warn</c>, <c>error</c> or <c>off</c>.
    /// </summary>
    string Level { get; }

    /// <summary>Takes one event.</summary>
    /// <param name="level">The level of the event, in the same words.</param>
    /// <param name="target">The part of the library that logged it.</param>
    /// <param name="message">The event as one line.</param>
    void Write(string level, string target, string message);
}

using System.Management.Automation;

namespace ClusterTwin.Cim;

/// <summary>
/// Stands in for <c>CimSession</c>, which can't be made outside Windows: the name of the computer it leads to.
/// Converts from a text, and from any object that has a <c>ComputerName</c>.
/// </summary>
public sealed class TwinCimSession
{
    /// <summary>Makes a session of a computer's name.</summary>
    public TwinCimSession(string computerName) => ComputerName = computerName;

    /// <summary>Makes a session of a session of another kind.</summary>
    public TwinCimSession(PSObject session) =>
        ComputerName = session.Properties["ComputerName"]?.Value?.ToString() ?? session.ToString();

    /// <summary>The computer.</summary>
    public string ComputerName { get; }

    /// <inheritdoc/>
    public override string ToString() => ComputerName;
}

using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>The second seam: what asks or prepares a single machine, member of the cluster or not.</summary>
internal interface INodeSource
{
    /// <summary>
    /// The facts of one machine: <c>{"name", "reachable", "facts"}</c>. A machine that does not answer is not an error.
    /// </summary>
    JsonObject Facts(string machine);

    /// <summary>Machines that are no members and stand ready: <c>{"name", "replaces"}</c>.</summary>
    IReadOnlyList<JsonObject> StandingReady();

    /// <summary>Hands the installation of a machine over to whoever does it, and returns at once.</summary>
    void Install(InstallRequest request);
}

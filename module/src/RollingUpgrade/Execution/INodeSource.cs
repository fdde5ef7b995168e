using System.Management.Automation;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>The second seam: what asks or prepares a single machine, member of the cluster or not.</summary>
internal interface INodeSource
{
    /// <summary>
    /// The facts of one machine: <c>{"name", "reachable", "facts"}</c>. A machine that does not answer is not an error.
    /// </summary>
    JsonObject Facts(string machine);

    /// <summary>
    /// The facts of several machines, which are asked at the same time where that helps, in the order of the names.
    /// </summary>
    IReadOnlyList<JsonObject> Facts(IReadOnlyList<string> machines);

    /// <summary>
    /// What each machine says of the workloads that it holds, as far as it can be read: the lists <c>guests</c> (VMs of
    /// the cluster by <c>id</c>) and <c>volumes</c> (shared volumes by <c>friendlyName</c>), in the order of the names.
    /// </summary>
    IReadOnlyList<JsonObject> Hosted(IReadOnlyList<string> machines);

    /// <summary>Machines that are no members and stand ready: <c>{"name", "replaces"}</c>.</summary>
    IReadOnlyList<JsonObject> StandingReady();

    /// <summary>The name of the machine that the upgrade is driven from.</summary>
    string Coordinator { get; }

    /// <summary>
    /// What surrounds the cluster, as far as it can be read: the fields <c>coordinator</c>, <c>directory</c> and
    /// <c>domainControllers</c> of an inventory, and <c>accounts</c>: those of the machines, by name.
    /// </summary>
    /// <param name="answered">The machines that answered, which the account therefore administers.</param>
    /// <param name="names">The names of the cluster and of its client access points, with their addresses.</param>
    JsonObject Surroundings(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names);

    /// <summary>
    /// Critical events of the cluster service on machines that answer: <c>{"at", "subject", "eventId", "message"}</c>.
    /// </summary>
    /// <param name="machines">The machines.</param>
    /// <param name="since">The point in time after which they are wanted.</param>
    JsonArray CriticalEvents(IReadOnlyList<string> machines, string since);

    /// <summary>Whether a VM answers on its network; null where nobody knows at which address.</summary>
    /// <param name="role">Its role.</param>
    /// <param name="machine">What <c>Get-VM</c> says of it.</param>
    bool? Answers(string role, PSObject machine);

    /// <summary>Hands the installation of a machine over to whoever does it, and returns at once.</summary>
    void Install(InstallRequest request);
}

using System.Management.Automation;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>Machines that a script block of the administrator installs; everything else is asked as before.</summary>
/// <remarks>
/// On a twin the block is called as well, so that it is rehearsed, and told so; the twin's operator installs then.
/// </remarks>
internal sealed class ScriptedNodeSource : INodeSource
{
    private readonly INodeSource _source;
    private readonly ScriptBlock _install;
    private readonly bool _isRehearsal;
    private readonly Action<string> _warn;

    internal ScriptedNodeSource(INodeSource source, ScriptBlock install, bool isRehearsal, Action<string> warn)
    {
        _source = source;
        _install = install;
        _isRehearsal = isRehearsal;
        _warn = warn;
    }

    public JsonObject Facts(string machine) => _source.Facts(machine);

    public IReadOnlyList<JsonObject> Facts(IReadOnlyList<string> machines) => _source.Facts(machines);

    public IReadOnlyList<JsonObject> Hosted(IReadOnlyList<string> machines) => _source.Hosted(machines);

    public IReadOnlyList<JsonObject> StandingReady() => _source.StandingReady();

    public string Coordinator => _source.Coordinator;

    public JsonObject Surroundings(IReadOnlyList<string> answered, IReadOnlyList<JsonObject> names) =>
        _source.Surroundings(answered, names);

    public JsonArray CriticalEvents(IReadOnlyList<string> machines, string since) =>
        _source.CriticalEvents(machines, since);

    public bool? Answers(string role, PSObject machine) => _source.Answers(role, machine);

    public void Install(InstallRequest request)
    {
        InstallTarget target =
            new(request.Node, request.Machine, request.Release, request.InPlace, _isRehearsal)
            {
                BootDisk = request.BootDisk,
                UntouchedDisks = request.UntouchedDisks,
            };
        UserScript.Run("InstallNode", _install, _warn, request.Node, target);
        if (_isRehearsal)
        {
            _source.Install(request);
        }
    }
}

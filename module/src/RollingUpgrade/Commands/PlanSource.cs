using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>A plan that is given as an object or as the path of a file.</summary>
public sealed class PlanSource
{
    private readonly UpgradePlan? _plan;
    private readonly string? _path;

    /// <summary>A plan, such as New-RollingUpgradePlan puts out.</summary>
    public PlanSource(UpgradePlan plan)
    {
        _plan = plan;
    }

    /// <summary>The path of a file that holds a plan.</summary>
    public PlanSource(string path)
    {
        _path = path;
    }

    /// <exception cref="NativeException">The file can't be read, or holds no plan.</exception>
    internal UpgradePlan Read(Func<string, string> fullPath, INativeLog log)
    {
        if (_plan is not null)
        {
            return _plan;
        }

        string full = fullPath(_path!);
        using JsonDocument plan = DocumentConversion.Read("plan", full, log);
        return new UpgradePlan(plan.RootElement, full);
    }
}

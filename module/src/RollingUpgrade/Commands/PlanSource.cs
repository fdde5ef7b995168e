using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
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
        byte[] bytes = DocumentFile.Read(full);
        JsonNode? document;
        try
        {
            document = JsonNode.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        }
        catch (DecoderFallbackException error)
        {
            throw Failures.NotUtf8(full, error);
        }
        catch (JsonException error)
        {
            throw Failures.NotJson(full, error);
        }

        // Writing a plan as text reads all of it, so every field is checked by the one reader that knows them.
        NativeCore.Invoke(NativeFunction.PlanText, new JsonObject { ["plan"] = document }, log).Dispose();
        using JsonDocument checkedPlan = JsonDocument.Parse(document!.ToJsonString());
        return new UpgradePlan(checkedPlan.RootElement, full);
    }
}

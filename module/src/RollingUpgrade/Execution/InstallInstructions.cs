using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>What a person has to do with a machine, in order.</summary>
internal static class InstallInstructions
{
    /// <param name="request">What is to be installed.</param>
    /// <param name="before">The facts of the node before it left; null where it was not read.</param>
    internal static string Of(InstallRequest request, JsonObject? before)
    {
        List<string> steps = [];
        bool replaced = !request.Node.Equals(request.Machine, StringComparison.OrdinalIgnoreCase);
        if (request.InPlace)
        {
            steps.Add($"upgrade it in place to Windows Server {request.Release}");
        }
        else
        {
            steps.Add($"install Windows Server {request.Release} on its system disk, and touch no other");
            steps.Add("install the drivers and the firmware of network and storage adapters");
            steps.Add(
                replaced ? "give it its own name and join it to the domain" : "give it its name and join it again");
        }

        steps.Add("install the latest cumulative update");
        steps.Add($"give it the roles and features that {request.Node} had{Named(before, "features")}");
        steps.Add($"give it the virtual switches and networks that {request.Node} had{Named(before, "switches")}");
        steps.Add("connect its storage paths, and bring over certificates and local files that roles need");
        IEnumerable<string> numbered = steps.Select((step, index) => $"{index + 1}. {step}");
        string place = replaced ? $" It takes the place of {request.Node}." : string.Empty;
        return $"Now it is your turn on {request.Machine}.{place} In this order: {string.Join("; ", numbered)}. "
            + $"{request.Disks} "
            + "The run looks at the machine again and again, names what is missing, and goes on by itself when all of "
            + "it is there.";
    }

    /// <summary>The names in a list of facts, which are texts or objects with a name.</summary>
    private static string Named(JsonObject? before, string field)
    {
        string[] names = before?[field] is JsonArray list
            ? list.Select(item => item is JsonObject part ? (string?)part["name"] : (string?)item)
                .OfType<string>()
                .ToArray()
            : [];
        return names.Length == 0 ? string.Empty : $": {string.Join(", ", names)}";
    }
}

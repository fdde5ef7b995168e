using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>A node's profile that is given as an object or as the path of a file.</summary>
public sealed class ProfileSource
{
    private readonly ClusterNodeProfile? _profile;
    private readonly string? _path;

    /// <summary>A profile, such as Export-ClusterNodeProfile puts out.</summary>
    public ProfileSource(ClusterNodeProfile profile)
    {
        _profile = profile;
    }

    /// <summary>The path of a file that holds a profile.</summary>
    public ProfileSource(string path)
    {
        _path = path;
    }

    /// <exception cref="NativeException">The file can't be read, or holds no profile.</exception>
    internal ClusterNodeProfile Read(Func<string, string> fullPath, INativeLog log)
    {
        if (_profile is not null)
        {
            return _profile;
        }

        string full = fullPath(_path!);
        JsonNode? document = Parse(full, DocumentFile.Read(full));
        JsonObject request = new() { ["operation"] = "read", ["profile"] = document };
        using JsonDocument profile = NativeCore.Invoke(NativeFunction.Profile, request, log);
        return new ClusterNodeProfile(profile.RootElement, full);
    }

    private static JsonNode? Parse(string path, byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        }
        catch (DecoderFallbackException error)
        {
            throw Failures.NotUtf8(path, error);
        }
        catch (JsonException error)
        {
            throw Failures.NotJson(path, error);
        }
    }
}

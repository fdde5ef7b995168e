using System.Text.Json;
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
        if (!File.Exists(full) && !Directory.Exists(full) && System.IO.Path.GetFileName(_path) == _path
            && !System.IO.Path.HasExtension(_path))
        {
            throw Failures.NoProfileFile(_path!);
        }

        using JsonDocument profile = DocumentConversion.Read("nodeProfile", full, log);
        return new ClusterNodeProfile(profile.RootElement, full);
    }
}

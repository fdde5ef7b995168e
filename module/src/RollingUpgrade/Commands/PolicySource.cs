using System.Collections;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>A policy that is given as the path of a file or as a table of its fields.</summary>
public sealed class PolicySource
{
    private readonly Hashtable? _fields;
    private readonly string? _path;

    /// <summary>The path of a file that holds a policy, JSON or YAML.</summary>
    public PolicySource(string path)
    {
        _path = path;
    }

    /// <summary>The fields of a policy, such as @{ soakSeconds = 0 }.</summary>
    public PolicySource(Hashtable fields)
    {
        _fields = fields;
    }

    /// <summary>The policy, every default written out.</summary>
    /// <exception cref="NativeException">The file can't be read, or what was given is no policy.</exception>
    internal JsonObject Read(Func<string, string> fullPath, INativeLog log) =>
        _fields is null ? PolicyFile.Read(fullPath(_path!), log) : PolicyFile.Of(_fields, log);
}

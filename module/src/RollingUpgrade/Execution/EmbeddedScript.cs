namespace RollingUpgrade.Execution;

/// <summary>Scripts that travel inside the assembly, so that nobody can change them beside it.</summary>
internal static class EmbeddedScript
{
    internal static string Read(string name)
    {
        using Stream stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The module was built without its script {name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}

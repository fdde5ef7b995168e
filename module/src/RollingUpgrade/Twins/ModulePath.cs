namespace RollingUpgrade.Twins;

/// <summary>Puts the stand-ins' folder first on PSModulePath for as long as a twin is entered.</summary>
/// <remarks>
/// The variable belongs to the process, and several runspaces may have a twin entered: so entries are counted, and
/// the last exit takes the folder off.
/// </remarks>
internal static class ModulePath
{
    private const string Variable = "PSModulePath";
    private static readonly object Gate = new();
    private static int _entered;

    internal static void Enter()
    {
        lock (Gate)
        {
            if (_entered++ == 0)
            {
                string[] others = Folders().Where(folder => folder != StandIns.Folder).ToArray();
                Set([StandIns.Folder, .. others]);
            }
        }
    }

    internal static void Exit()
    {
        lock (Gate)
        {
            if (_entered > 0 && --_entered == 0)
            {
                Set(Folders().Where(folder => folder != StandIns.Folder));
            }
        }
    }

    private static string[] Folders() =>
        (Environment.GetEnvironmentVariable(Variable) ?? string.Empty)
            .Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries);

    private static void Set(IEnumerable<string> folders) =>
        Environment.SetEnvironmentVariable(Variable, string.Join(Path.PathSeparator.ToString(), folders));
}

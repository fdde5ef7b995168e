using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>
/// The page file of one machine, by the two classes that hold it: <c>Win32_ComputerSystem</c> says whether Windows
/// manages it, and <c>Win32_PageFileSetting</c> has an instance for each file with sizes of its own.
/// </summary>
internal static class PageFileAnswers
{
    private const string Setting = "Win32_PageFileSetting";
    private const string Automatic = "automatic";
    private const string None = "none";
    private const string Separator = "; ";

    /// <summary>Whether Windows manages it; null where nobody read it.</summary>
    public static bool? IsAutomatic(JsonElement facts) => Text(facts) is { } text ? text == Automatic : null;

    /// <summary>Whether the class is that of the files.</summary>
    public static bool IsSetting(string className) => NamePattern.Same(className, Setting);

    /// <summary>The files with their sizes; none where Windows manages them.</summary>
    public static IEnumerable<PSObject> Files(JsonElement facts) => Split(Text(facts)).Select(Show);

    /// <summary>New-CimInstance -ClassName Win32_PageFileSetting.</summary>
    public static IEnumerable<object> Add(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string name = Given(call, "Name") ?? string.Empty;
        if (!IsSetting(bench.Text("ClassName")) || name.Length == 0)
        {
            call.RefuseNotModelled($"the class '{bench.Text("ClassName")}'");
        }

        string added = $"{name} {Given(call, "InitialSize") ?? "0"} {Given(call, "MaximumSize") ?? "0"}";
        Write(bench, [.. Present(bench), added]);
        return [Show(added)];
    }

    /// <summary>Set-CimInstance of the computer, which has Windows manage the files or not, or of one file.</summary>
    public static IEnumerable<object> Change(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        if (Given(call, "AutomaticManagedPagefile") is { } managed)
        {
            bool isAutomatic = LanguagePrimitives.ConvertTo<bool>(managed);
            return bench.Prepare("setPageFile", ("pageFile", isAutomatic ? Automatic : None));
        }

        string name = NameOf(call);
        Write(bench, Present(bench).Select(file => NamePattern.Same(NameIn(file), name)
            ? $"{NameIn(file)} {Given(call, "InitialSize") ?? "0"} {Given(call, "MaximumSize") ?? "0"}"
            : file));
        return [];
    }

    /// <summary>Remove-CimInstance of one file.</summary>
    public static IEnumerable<object> Remove(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string name = NameOf(call);
        Write(bench, Present(bench).Where(file => !NamePattern.Same(NameIn(file), name)));
        return [];
    }

    private static string? Text(JsonElement? facts) =>
        Bench.Part(Bench.Part(facts, "profile"), "pageFile")?.GetString();

    private static string[] Present(Bench bench) => [.. Split(Text(bench.Facts()))];

    private static IEnumerable<string> Split(string? text) => text is null or Automatic or None
        ? []
        : text.Split([Separator], StringSplitOptions.RemoveEmptyEntries);

    private static void Write(Bench bench, IEnumerable<string> files)
    {
        string[] all = [.. files];
        bench.Prepare("setPageFile", ("pageFile", all.Length == 0 ? None : string.Join(Separator, all)));
    }

    private static PSObject Show(string file)
    {
        string[] parts = file.Split(' ');
        return MachineAnswers.Make(
            $"Microsoft.Management.Infrastructure.CimInstance#root/cimv2/{Setting}",
            ("Name", NameIn(file)),
            ("InitialSize", uint.Parse(parts[parts.Length - 2], CultureInfo.InvariantCulture)),
            ("MaximumSize", uint.Parse(parts[parts.Length - 1], CultureInfo.InvariantCulture)));
    }

    /// <summary>A file without its two sizes, which its name may hold spaces before.</summary>
    private static string NameIn(string file) =>
        file.Substring(0, file.LastIndexOf(' ', file.LastIndexOf(' ') - 1));

    /// <summary>The name of the file that a call is about.</summary>
    private static string NameOf(GuardedCall call)
    {
        string? name = call.Item("InputObject")?.Properties["Name"]?.Value as string;
        bool isFile = call.Item("InputObject")?.TypeNames.Any(type =>
            type.EndsWith(Setting, StringComparison.OrdinalIgnoreCase)) == true;
        if (name is null || !isFile)
        {
            call.RefuseNotModelled("anything but the page file");
        }

        return name ?? string.Empty;
    }

    private static string? Given(GuardedCall call, string property) =>
        call.Value("Property") is IDictionary given && given[property] is { } value
            ? Convert.ToString((value as PSObject)?.BaseObject ?? value, CultureInfo.InvariantCulture)
            : null;
}

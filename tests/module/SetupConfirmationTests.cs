using System.Reflection;
using Xunit;

namespace Module.Tests;

/// <summary>
/// Before setup on a real cluster somebody confirms that shared disks are out of reach. No real machine is at hand, so
/// that the module's own source of machines is asked directly, with the person behind it played by the test.
/// </summary>
public sealed class SetupConfirmationTests
{
    private const string Namespace = "RollingUpgrade.Execution.";

    [Fact]
    public void Somebody_confirms_and_is_told_the_disks_by_serial_number_and_then_what_to_do()
    {
        using ModuleSession session = new();
        List<string> asked = [];
        List<string> told = [];
        Install(asked, told, answer: true, inPlace: false);
        Assert.Equal(2, asked.Count);
        Assert.Equal("Before setup of N1", asked[1]);
        string query = asked[0];
        Assert.Contains("All shared disks are unmapped from N1 or zoned off.", query, StringComparison.Ordinal);
        Assert.Contains("on the disk with the serial number BOOT-7, and on no other", query, StringComparison.Ordinal);
        Assert.Contains("Do not touch the disks of the storage pool: P-1, P-2.", query, StringComparison.Ordinal);
        Assert.Contains("1. install Windows Server 2022", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_no_begins_nothing_and_says_so()
    {
        using ModuleSession session = new();
        List<string> told = [];
        Exception error = Assert.ThrowsAny<Exception>(() => Install([], told, answer: false, inPlace: false));
        Assert.Empty(told);
        object report = error.GetType().GetProperty("Report")!.GetValue(error)!;
        Assert.Equal("ClusterRefused", report.GetType().GetProperty("Id")!.GetValue(report));
        string message = (string)report.GetType().GetProperty("Message")!.GetValue(report)!;
        Assert.StartsWith("nobody confirmed that setup of N1", message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Setup_in_place_formats_nothing_and_is_not_asked_about()
    {
        using ModuleSession session = new();
        List<string> asked = [];
        List<string> told = [];
        Install(asked, told, answer: false, inPlace: true);
        Assert.Empty(asked);
        Assert.Single(told);
    }

    [Fact]
    public void A_hook_is_shown_the_same_disks()
    {
        using ModuleSession session = new ModuleSession().EnterTwin("s2d-2022");
        string[] told = session.Texts(
            """
            $told = [System.Collections.Generic.List[string]]::new()
            $null = Invoke-RollingUpgrade 2025 -InstallNode {
                param($Node, $Target)
                $told.Add("$($Target.BootDisk)|$($Target.UntouchedDisks.Count)")
                if ($told.Count -gt 0) { throw 'enough' }
            }
            $told
            """);
        string[] parts = Assert.Single(told).Split('|');
        Assert.NotEmpty(parts[0]);
        Assert.True(int.Parse(parts[1]) > 0, told[0]);
    }

    private static void Install(List<string> asked, List<string> told, bool answer, bool inPlace)
    {
        Assembly module = AppDomain.CurrentDomain.GetAssemblies()
            .Last(assembly => assembly.GetName().Name == "RollingUpgrade");
        Func<string, string, bool> confirm = (query, caption) =>
        {
            asked.AddRange([query, caption]);
            return answer;
        };
        Action<string> tell = told.Add;
        object source = Make(
            module.GetType(Namespace + "RemoteNodeSource", throwOnError: true)!,
            null,
            new Dictionary<string, string>(),
            Array.Empty<string>(),
            tell,
            confirm);
        object request = Make(
            module.GetType(Namespace + "InstallRequest", throwOnError: true)!, "N1", "N1", "2022", inPlace);
        request.GetType().GetProperty("BootDisk", Hidden)!.SetValue(request, "BOOT-7");
        request.GetType().GetProperty("UntouchedDisks", Hidden)!.SetValue(request, new[] { "P-1", "P-2" });
        try
        {
            source.GetType().GetMethod("Install", Hidden | BindingFlags.Public)!.Invoke(source, [request]);
        }
        catch (TargetInvocationException error) when (error.InnerException is not null)
        {
            throw error.InnerException;
        }
    }

    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static object Make(Type type, params object?[] arguments) =>
        type.GetConstructors(Hidden).Single().Invoke(arguments);
}

using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>The domain, certificates and keys of one machine, and what else runs there.</summary>
internal static class SystemAnswers
{
    private const string CertificateStore = @"Cert:\LocalMachine\";
    private const string ProcessExclusion = "process:";

    /// <summary>Add-Computer -DomainName.</summary>
    public static IEnumerable<object> JoinDomain(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("joinDomain", ("domain", bench.Text("DomainName")));
    }

    /// <summary>Rename-Computer: a machine of the twin has one name from the beginning to the end.</summary>
    public static IEnumerable<object> Rename(GuardedCall call, string machine)
    {
        string name = new Bench(call, machine).Text("NewName");
        if (!NamePattern.Same(name, machine))
        {
            call.RefuseNotModelled($"another name for {machine}");
        }

        return [];
    }

    /// <summary>Test-Path of a certificate.</summary>
    public static IEnumerable<object> TestPath(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string path = call.Texts("LiteralPath").Concat(call.Texts("Path")).FirstOrDefault() ?? string.Empty;
        if (!path.StartsWith(CertificateStore, StringComparison.OrdinalIgnoreCase))
        {
            call.RefuseNotModelled($"the path '{path}'");
        }

        string[] parts = path.Substring(CertificateStore.Length).Split('\\');
        bool found = Bench.Items(bench.ProfilePart("certificates")).Any(one =>
            parts.Length > 1
            && NamePattern.Same(one.Text("store"u8), parts[0]) && NamePattern.Same(one.Text("thumbprint"u8), parts[1]));
        return [found];
    }

    /// <summary>Import-PfxCertificate: a file of the twin has the thumbprint for its name.</summary>
    public static IEnumerable<object> ImportCertificate(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string store = bench.Text("CertStoreLocation");
        string file = bench.Text("FilePath");
        string name = file.Substring(file.LastIndexOfAny(['\\', '/']) + 1);
        return bench.Prepare(
            "importCertificate",
            ("store", store.Substring(store.LastIndexOf('\\') + 1)),
            ("thumbprint", name.Split('.')[0]));
    }

    /// <summary>Get-HgsGuardian.</summary>
    public static IEnumerable<object> Guardian(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string wanted = bench.Text("Name");
        string[] found = [.. Matching(bench.ProfilePart("guardians"), wanted)];
        return found.Length > 0 || wanted.Length == 0
            ? found.SelectMany(name => Bench.One("MSFT_HgsGuardian", ("Name", name), ("HasPrivateSigningKey", true)))
            : bench.NotFound("guardian", wanted);
    }

    /// <summary>New-HgsGuardian with certificates that were kept.</summary>
    public static IEnumerable<object> AddGuardian(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        if (call.IsOn("GenerateCertificates"))
        {
            call.RefuseNotModelled("new keys, which open no VM that exists");
        }

        return bench.Prepare("importGuardian", ("name", bench.Text("Name")));
    }

    /// <summary>
    /// Get-NetFirewallRule: setup brings the rules of the operating system, disabled; the twin knows those that are on.
    /// </summary>
    public static IEnumerable<object> FirewallRule(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string[] enabled = [.. Bench.Texts(bench.ProfilePart("firewallRules"))];
        string[] wanted = [.. call.Texts("Name"), .. call.Texts("DisplayName")];
        return (wanted.Length > 0 ? wanted : enabled).SelectMany(name => Bench.One(
            "NetSecurity/MSFT_NetFirewallRule",
            ("Name", name),
            ("DisplayName", name),
            ("Enabled", enabled.Contains(name, StringComparer.OrdinalIgnoreCase) ? "True" : "False")));
    }

    /// <summary>Enable-NetFirewallRule.</summary>
    public static IEnumerable<object> EnableFirewallRule(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("enableFirewallRule", ("rule", bench.Text("Name")));
    }

    /// <summary>Get-MpPreference.</summary>
    public static IEnumerable<object> Antivirus(GuardedCall call, string machine)
    {
        string[] all = [.. Bench.Texts(new Bench(call, machine).ProfilePart("antivirusExclusions"))];
        return Bench.One(
            "Defender/MSFT_MpPreference",
            ("ExclusionPath", all.Where(one => !IsProcess(one)).ToArray()),
            ("ExclusionProcess", all.Where(IsProcess).Select(one => one.Substring(ProcessExclusion.Length)).ToArray()));
    }

    /// <summary>Add-MpPreference.</summary>
    public static IEnumerable<object> Exclude(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        IEnumerable<string> processes = call.Texts("ExclusionProcess").Select(process => ProcessExclusion + process);
        foreach (string exclusion in call.Texts("ExclusionPath").Concat(processes))
        {
            bench.Prepare("addExclusion", ("exclusion", exclusion));
        }

        return [];
    }

    /// <summary>Get-LocalGroupMember.</summary>
    public static IEnumerable<object> GroupMember(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        (string group, string wanted) = (bench.Text("Group"), bench.Text("Member"));
        JsonElement? found = Bench.Named(bench.ProfilePart("localGroups"), "name", group);
        string[] members = [.. Matching(Bench.Part(found, "members"), wanted)];
        return members.Length > 0 || wanted.Length == 0
            ? members.SelectMany(name => Bench.One("Microsoft.PowerShell.Commands.LocalPrincipal", ("Name", name)))
            : bench.NotFound("member", wanted);
    }

    /// <summary>Add-LocalGroupMember.</summary>
    public static IEnumerable<object> AddGroupMember(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("addLocalGroupMember", ("group", bench.Text("Group")), ("member", bench.Text("Member")));
    }

    /// <summary>Set-Service -StartupType; the service of iSCSI belongs to every installation.</summary>
    public static IEnumerable<object> SetService(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string service = bench.Text("Name");
        return MachineAnswers.IsOfSetup(service)
            ? []
            : bench.Prepare(
                "setService", ("service", service), ("start", bench.Text("StartupType").ToLowerInvariant()));
    }

    /// <summary>Start-Service: the service of iSCSI runs from its first target on.</summary>
    public static IEnumerable<object> StartService(GuardedCall call, string machine)
    {
        string service = new Bench(call, machine).Text("Name");
        if (!MachineAnswers.IsOfSetup(service))
        {
            call.RefuseNotModelled($"the service '{service}'");
        }

        return [];
    }

    /// <summary>The class Win32_PowerPlan: the active plan, and the two that setup brings beside it.</summary>
    public static IEnumerable<PSObject> PowerPlans(JsonElement facts)
    {
        string active = Bench.Part(Bench.Part(facts, "profile"), "powerPlan")?.GetString() ?? string.Empty;
        return new[] { "Balanced", "High performance", "Power saver", active }
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => MachineAnswers.Make(
                "Microsoft.Management.Infrastructure.CimInstance#root/cimv2/power/Win32_PowerPlan",
                ("ElementName", name),
                ("InstanceID", $@"Microsoft:PowerPlan\{{{name}}}"),
                ("IsActive", NamePattern.Same(name, active))));
    }

    /// <summary>powercfg /setactive; a plan of the twin has its name for an id.</summary>
    public static IEnumerable<object> Power(GuardedCall call, string machine)
    {
        if (call.Arguments is ["/setactive", { } plan])
        {
            return new Bench(call, machine).Prepare("setPowerPlan", ("plan", plan));
        }

        call.RefuseNotModelled($"'{string.Join(" ", call.Arguments)}'");
        return [];
    }

    /// <summary>w32tm: <c>/query /configuration</c>, and <c>/config</c> by hand or by the domain.</summary>
    public static IEnumerable<object> Time(GuardedCall call, string machine)
    {
        const string Peers = "/manualpeerlist:";
        const string Hierarchy = "domain hierarchy";
        Bench bench = new(call, machine);
        string[] arguments = call.Arguments;
        if (arguments is ["/query", "/configuration"])
        {
            string source = bench.ProfilePart("timeSource")?.GetString() ?? string.Empty;
            return source == Hierarchy
                ? ["Type: NT5DS (Local)"]
                : ["Type: NTP (Local)", $"NtpServer: {source} (Local)"];
        }

        string? peers = arguments.FirstOrDefault(one => one.StartsWith(Peers, StringComparison.OrdinalIgnoreCase));
        bool byDomain = arguments.Contains("/syncfromflags:domhier", StringComparer.OrdinalIgnoreCase);
        if (arguments.FirstOrDefault() != "/config" || (peers is null && !byDomain))
        {
            call.RefuseNotModelled($"'{string.Join(" ", arguments)}'");
        }

        return bench.Prepare("setTimeSource", ("source", peers?.Substring(Peers.Length).Trim('\'', '"') ?? Hierarchy));
    }

    private static bool IsProcess(string exclusion) =>
        exclusion.StartsWith(ProcessExclusion, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Matching(JsonElement? list, string wanted) =>
        Bench.Texts(list).Where(name => wanted.Length == 0 || NamePattern.Same(name, wanted));
}

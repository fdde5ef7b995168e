using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Cim;
using ClusterTwin.Views;
using RollingUpgrade.Native;

namespace ClusterTwin.Machines;

/// <summary>What the twin answers for one of its machines.</summary>
internal static class MachineAnswers
{
    private const string Identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";

    /// <summary>Restart-Computer.</summary>
    public static IEnumerable<object> Restart(GuardedCall call, string machine)
    {
        if (!call.IsOn("WhatIf"))
        {
            call.Context.Call("restartMachine", ("machine", machine), ("wait", call.IsOn("Wait")));
        }

        return [];
    }

    /// <summary>Test-Connection.</summary>
    public static IEnumerable<object> TestConnection(GuardedCall call, string machine)
    {
        bool isReachable = MachineView.Read(call.Context, machine).IsReachable;
        if (call.IsOn("Quiet"))
        {
            return [isReachable];
        }

        if (!isReachable)
        {
            WriteUnreachable(call, machine, "TestConnectionException");
            return [];
        }

        int count = int.TryParse(call.Texts("Count").FirstOrDefault(), out int given) ? given : 4;
        return Enumerable.Range(1, count).Select(ping => Make(
            "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus",
            ("Ping", ping),
            ("Source", Environment.MachineName),
            ("Destination", machine),
            ("Address", machine),
            ("Status", "Success"),
            ("StatusCode", 0),
            ("Latency", 0L),
            ("ResponseTime", 0L)));
    }

    /// <summary>Test-NetConnection.</summary>
    public static IEnumerable<object> TestNetConnection(GuardedCall call, string machine)
    {
        bool isReachable = MachineView.Read(call.Context, machine).IsReachable;
        if (call.Texts("InformationLevel").Contains("Quiet", StringComparer.OrdinalIgnoreCase))
        {
            return [isReachable];
        }

        bool asksPort = call.Value("Port") is not null || call.Value("CommonTCPPort") is not null;
        return
        [
            Make(
                "TestNetConnectionResult",
                ("ComputerName", machine),
                ("RemotePort", call.Value("Port")),
                ("PingSucceeded", isReachable),
                ("TcpTestSucceeded", asksPort && isReachable)),
        ];
    }

    /// <summary>Test-WSMan.</summary>
    public static IEnumerable<object> TestWSMan(GuardedCall call, string machine)
    {
        if (MachineView.Read(call.Context, machine).IsReachable)
        {
            return
            [
                Make(
                    $"System.Xml.XmlElement#{Identity}#IdentifyResponse",
                    ("wsmid", Identity),
                    ("ProtocolVersion", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"),
                    ("ProductVendor", "Microsoft Corporation"),
                    ("ProductVersion", "OS: 0.0.0 SP: 0.0 Stack: 3.0")),
            ];
        }

        WriteUnreachable(call, machine, "WsManError");
        return [];
    }

    /// <summary>New-CimSession.</summary>
    public static IEnumerable<object> NewCimSession(GuardedCall call, string machine)
    {
        if (MachineView.Read(call.Context, machine).IsReachable)
        {
            return [new TwinCimSession(machine)];
        }

        WriteUnreachable(call, machine, "CimJob_BrokenCimSession");
        return [];
    }

    /// <summary>Get-CimInstance and Get-WmiObject.</summary>
    public static IEnumerable<object> Instances(GuardedCall call, string machine)
    {
        MachineView view = MachineView.Read(call.Context, machine);
        if (view.Facts is not { } facts)
        {
            WriteUnreachable(call, machine, "HRESULT 0x800706ba");
            return [];
        }

        string asked = call.Texts("ClassName").Concat(call.Texts("Class")).FirstOrDefault() ?? string.Empty;
        PSObject[] instances = [.. MachineClasses.Make(asked, view.Name, facts)];
        if (instances.Length > 0 || MachineClasses.MayBeEmpty(asked))
        {
            return instances;
        }

        call.RefuseNotModelled($"the class '{asked}'");
        return [];
    }

    /// <summary>Get-Service: the cluster, Hyper-V, iSCSI, and what setup does not bring.</summary>
    public static IEnumerable<object> Services(GuardedCall call, string machine)
    {
        MachineView view = MachineView.Read(call.Context, machine);
        if (view.Facts is not { } facts)
        {
            WriteUnreachable(call, machine, "NoServiceFoundForGivenName");
            yield break;
        }

        JsonElement? listed = Bench.Part(Bench.Part(facts, "profile"), "services");
        foreach (string name in call.Texts("Name"))
        {
            JsonElement? added = Bench.Named(listed, "name", name);
            if (added is null && Runs(call, view.Name, facts, name) is null)
            {
                if (listed is null)
                {
                    call.RefuseNotModelled($"the service '{name}'");
                }

                new Bench(call, machine).NotFound("service", name);
                continue;
            }

            yield return Make(
                "System.ServiceProcess.ServiceController",
                ("Name", name),
                ("DisplayName", name),
                ("Status", added is not null || Runs(call, view.Name, facts, name) == true ? "Running" : "Stopped"),
                ("StartType", Bench.Part(added, "start")?.GetString()),
                ("MachineName", view.Name));
        }
    }

    /// <summary>Whether a service that setup brings runs; null where the twin does not know it.</summary>
    private static bool? Runs(GuardedCall call, string machine, JsonElement facts, string service)
    {
        NodeView? node = call.Context.ReadNodes().Find(one => NamePattern.Same(one.Name, machine));
        JsonElement? initiators = Bench.Part(Bench.Part(facts, "profile"), "initiators");
        return service.ToUpperInvariant() switch
        {
            "CLUSSVC" => node is not null && node.State != 1,
            "VMMS" => MachineClasses.Has(facts, "Hyper-V"),
            "MSISCSI" => Bench.Items(initiators).Any(one => Bench.Part(one, "portals") is not null),
            _ => null,
        };
    }

    /// <summary>Get-WindowsFeature.</summary>
    public static IEnumerable<object> Features(GuardedCall call, string machine)
    {
        MachineView view = MachineView.Read(call.Context, machine);
        if (view.Facts is not { } facts)
        {
            WriteUnreachable(call, machine, "WinRMConnectionError");
            return [];
        }

        string[] installed = facts.Texts("features"u8);
        string[] asked = call.Texts("Name");
        IEnumerable<string> names = asked.Length == 0
            ? installed
            : asked.SelectMany(name => NamePattern.IsPattern(name)
                ? NamePattern.Select(installed, name, one => one)
                : [name]);
        return names.Select(name => MachineClasses.Feature(
            name, installed.Contains(name, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>Install-WindowsFeature.</summary>
    public static IEnumerable<object> InstallFeatures(GuardedCall call, string machine)
    {
        if (call.IsOn("WhatIf"))
        {
            return [];
        }

        string[] names = call.Texts("Name");
        MachineView before = MachineView.Read(call.Context, machine);
        string[] present = before.Facts?.Texts("features"u8) ?? [];
        string[] added = [.. names.Where(name => !present.Contains(name, StringComparer.OrdinalIgnoreCase))];
        JsonElement after = call.Context.Call("installFeatures", ("machine", machine), ("features", names));
        bool needsRestart = after.GetProperty("facts").Flag("pendingRestart"u8);
        if (needsRestart && call.IsOn("Restart"))
        {
            call.Context.Call("restartMachine", ("machine", machine), ("wait", true));
            needsRestart = false;
        }

        string code = added.Length == 0 ? "NoChangeNeeded" : needsRestart ? "SuccessRestartRequired" : "Success";
        return
        [
            Make(
                "Microsoft.Windows.ServerManager.Commands.FeatureOperationResult",
                ("Success", true),
                ("RestartNeeded", needsRestart ? "Yes" : "No"),
                ("ExitCode", code),
                ("FeatureResult", added.Select(name => MachineClasses.Feature(name, true)).ToArray())),
        ];
    }

    /// <summary>Start-Sleep: virtual time passes instead.</summary>
    public static void Sleep(GuardedCall call)
    {
        decimal milliseconds = call.Value("Duration") is TimeSpan duration
            ? (decimal)duration.TotalMilliseconds
            : Number(call.Value("Seconds")) * 1000 + Number(call.Value("Milliseconds"));
        if (call.Context.Twin.ClockSpeed is > 0 and uint speed)
        {
            // Whoever follows the wall clock waits by it; in short slices, so that a stop is heard.
            DateTime until = DateTime.UtcNow.AddMilliseconds((double)(milliseconds / speed));
            while (DateTime.UtcNow < until && !call.Cmdlet.Stopping)
            {
                Thread.Sleep(10);
            }
        }
        else if (milliseconds > 0)
        {
            call.Context.Call("step", ("seconds", (long)Math.Ceiling(milliseconds / 1000)));
        }
    }

    /// <summary>The record of a refusal of the twin.</summary>
    public static ErrorRecord RecordOf(NativeException error, string command, string subject)
    {
        if (TwinErrors.IsOwn(error.Report))
        {
            return TwinErrors.OwnRecord(error);
        }

        return error.Report.Id is "NodeNotFound" or "UnknownNode"
            ? TwinErrors.MachineNotHeld(command, subject)
            : TwinErrors.Record(
                new InvalidOperationException(TwinErrors.Sentence(error.Report.Message), error),
                "RemoteComputerFailed",
                ErrorCategory.OperationStopped,
                subject,
                error.Report.Remedy);
    }

    /// <summary>An object with the type name of the original.</summary>
    public static PSObject Make(string typeName, params (string Name, object? Value)[] properties)
    {
        // The type name comes last: what its type data say of a property gives way to the property that is there.
        var made = new PSObject();
        foreach ((string name, object? value) in properties)
        {
            made.Properties.Add(new PSNoteProperty(name, value));
        }

        made.TypeNames.Insert(0, typeName);
        return made;
    }

    private static decimal Number(object? value) =>
        value is null ? 0 : LanguagePrimitives.ConvertTo<decimal>(value);

    /// <summary>Whether a service comes with setup and is not one of those that the facts list.</summary>
    public static bool IsOfSetup(string service) => NamePattern.Same(service, "MSiSCSI");

    /// <summary>Says that a machine does not answer.</summary>
    public static void WriteUnreachable(GuardedCall call, string machine, string id) =>
        call.WriteError(TwinErrors.Record(
            new InvalidOperationException($"The machine '{machine}' does not answer."),
            id,
            ErrorCategory.ResourceUnavailable,
            machine,
            "Wait until it is back: it restarts, is being installed, or has failed."));
}

namespace ClusterTwin.Machines;

/// <summary>
/// Every command that is known to reach machines by their names. A twin carries the names of production: while one is
/// entered, each of these is answered by the twin, or refused by name.
/// </summary>
internal static class ProductionNames
{
    /// <summary>Parameters that name a machine, or a connection to one, in any of these commands.</summary>
    public static readonly string[] Targets =
    [
        "ComputerName", "CimSession", "Session", "TargetName", "Server", "HostName", "VMName", "VMId",
        "ConnectionUri", "SSHConnection", "ContainerId", "ToSession", "FromSession", "DestinationCimSession",
        "PSSession", "InputObject", "Uri",
    ];

    /// <summary>Those of the targets that also stand for local things where they name no machine of the twin.</summary>
    public static readonly string[] Ambiguous = ["InputObject", "Session", "VMName", "VMId", "Server"];

    private const string Core = "Microsoft.PowerShell.Core";
    private const string Management = "Microsoft.PowerShell.Management";
    private const string Cim = "CimCmdlets";

    /// <summary>What the twin answers.</summary>
    private static readonly ProductionName[] Answered =
    [
        new("Restart-Computer", Management)
        {
            Positions = ["ComputerName"],
            Heeded = ["Wait", "Force", "For", "Timeout", "Delay", "Confirm", "WhatIf", "Credential", "Protocol",
                "WsmanAuthentication", "DcomAuthentication", "ThrottleLimit"],
            Switches = ["Wait", "Force", "WhatIf", "Confirm"],
            TargetsFromPipeline = true,
            IsRefusedLocally = true,
            Answer = MachineAnswers.Restart,
        },
        new("Test-Connection", Management)
        {
            Positions = ["TargetName"],
            Heeded = ["Quiet", "Count", "Delay", "TimeoutSeconds", "BufferSize", "IPv4", "IPv6", "Ping"],
            Switches = ["Quiet", "IPv4", "IPv6", "Ping"],
            TargetsFromPipeline = true,
            Answer = MachineAnswers.TestConnection,
        },
        new("Test-NetConnection", "NetTCPIP")
        {
            Positions = ["ComputerName"],
            Heeded = ["Port", "CommonTCPPort", "InformationLevel"],
            TargetsFromPipeline = true,
            Answer = MachineAnswers.TestNetConnection,
        },
        new("Test-WSMan", "Microsoft.WSMan.Management")
        {
            Positions = ["ComputerName"],
            Heeded = ["Credential", "Authentication"],
            TargetsFromPipeline = true,
            Answer = MachineAnswers.TestWSMan,
        },
        new("New-CimSession", Cim)
        {
            Positions = ["ComputerName"],
            Heeded = ["Credential", "Authentication", "Name", "OperationTimeoutSec"],
            TargetsFromPipeline = true,
            Answer = MachineAnswers.NewCimSession,
        },
        new("Get-CimInstance", Cim)
        {
            Positions = ["ClassName"],
            Heeded = ["ClassName", "Namespace", "Property"],
            Answer = MachineAnswers.Instances,
        },
        new("Get-WmiObject", Management)
        {
            Positions = ["Class"],
            Heeded = ["Class", "Namespace", "Property", "Credential"],
            Answer = MachineAnswers.Instances,
        },
        new("Get-Service", Management)
        {
            Positions = ["Name"],
            Heeded = ["Name"],
            Answer = MachineAnswers.Services,
        },
        new("Get-WindowsFeature", "ServerManager")
        {
            Positions = ["Name"],
            Heeded = ["Name", "Credential"],
            Answer = MachineAnswers.Features,
        },
        new("Install-WindowsFeature", "ServerManager")
        {
            Positions = ["Name"],
            Heeded = ["Name", "IncludeAllSubFeature", "IncludeManagementTools", "Restart", "Credential", "WhatIf",
                "Confirm", "Source"],
            Switches = ["IncludeAllSubFeature", "IncludeManagementTools", "Restart", "WhatIf", "Confirm"],
            IsRefusedLocally = true,
            Answer = MachineAnswers.InstallFeatures,
        },
        new("Invoke-Command", Core)
        {
            Positions = ["ComputerName", "ScriptBlock"],
            Heeded = ["ScriptBlock", "ArgumentList", "Credential", "HideComputerName", "ThrottleLimit",
                "Authentication"],
            Switches = ["HideComputerName"],
            Answer = RemoteScript.Run,
        },
        new("Start-Sleep", "Microsoft.PowerShell.Utility")
        {
            Positions = ["Seconds"],
            Heeded = ["Seconds", "Milliseconds", "Duration"],
            AnswerLocally = MachineAnswers.Sleep,
        },
    ];

    /// <summary>
    /// What the twin refuses where a machine is named: the names, by the module of the original and by what an argument
    /// without a name stands for.
    /// </summary>
    private static readonly (string Module, string Position, string[] Names)[] Refused =
    [
        (Core, "ComputerName",
        [
            "New-PSSession", "Enter-PSSession", "Connect-PSSession", "Disconnect-PSSession", "Receive-PSSession",
            "Get-PSSession", "Remove-PSSession",
        ]),
        (Core, "ScriptBlock", ["Start-Job"]),
        ("ThreadJob", "ScriptBlock", ["Start-ThreadJob"]),
        (Management, "ComputerName", ["Stop-Computer", "Remove-Computer", "Test-ComputerSecureChannel"]),
        (Management, "Server", ["Reset-ComputerMachinePassword"]),
        (Management, "Name",
        [
            "Stop-Service", "Restart-Service", "Suspend-Service", "Resume-Service", "New-Service", "Get-Process",
        ]),
        (Management, "LogName",
        [
            "Get-EventLog", "Clear-EventLog", "Limit-EventLog", "New-EventLog", "Remove-EventLog", "Write-EventLog",
        ]),
        (Management, "FilePath", ["Start-Process"]),
        (Management, "ComputerName",
        [
            "Show-EventLog", "Get-HotFix", "Invoke-WmiMethod", "Set-WmiInstance", "Remove-WmiObject",
            "Register-WmiEvent",
        ]),
        (Cim, "ComputerName",
        [
            "Invoke-CimMethod", "Get-CimClass", "Get-CimAssociatedInstance", "Register-CimIndicationEvent",
        ]),
        ("Microsoft.WSMan.Management", "ComputerName",
        [
            "Connect-WSMan", "Disconnect-WSMan", "Get-WSManInstance", "Set-WSManInstance", "New-WSManInstance",
            "Remove-WSManInstance", "Invoke-WSManAction",
        ]),
        ("Microsoft.PowerShell.Diagnostics", "LogName", ["Get-WinEvent"]),
        ("Microsoft.PowerShell.Diagnostics", "ComputerName", ["Get-Counter"]),
        ("Microsoft.PowerShell.Utility", "Uri", ["Invoke-WebRequest", "Invoke-RestMethod"]),
        ("ServerManager", "Name", ["Uninstall-WindowsFeature", "Add-WindowsFeature", "Remove-WindowsFeature"]),
        ("DnsClient", "ComputerName", ["Resolve-DnsName"]),
        ("NetAdapter", "Name",
        [
            "Set-NetAdapter", "Enable-NetAdapter", "Disable-NetAdapter", "Rename-NetAdapter",
            "Restart-NetAdapter", "Disable-NetAdapterRdma",
        ]),
        ("NetTCPIP", "InterfaceAlias", ["Remove-NetIPAddress", "Get-NetIPConfiguration"]),
        ("NetLbfo", "Name", ["Remove-NetLbfoTeam"]),
        ("SmbShare", "ComputerName",
            ["Get-SmbShare", "Get-SmbSession", "Get-SmbOpenFile", "Get-SmbConnection", "Close-SmbOpenFile"]),
        ("ScheduledTasks", "TaskName", ["Get-ScheduledTask", "Start-ScheduledTask", "Register-ScheduledTask"]),
        (string.Empty, string.Empty,
        [
            "ping", "shutdown", "ssh", "scp", "winrs", "psexec", "psexec64", "mstsc", "wmic", "cluster", "schtasks",
            "tasklist", "taskkill", "wevtutil", "netdom", "robocopy", "tracert", "pathping", "nslookup",
            "pwsh", "powershell", "cmd", "net", "reg", "xcopy", "icacls", "nltest", "systeminfo", "logoff",
        ]),
    ];

    /// <summary>
    /// Of what is refused, all that would change this computer where no machine is named, or begin a process that the
    /// twin has no part in: what it calls would be the real cluster's.
    /// </summary>
    private static readonly HashSet<string> Changing = new(StringComparer.OrdinalIgnoreCase)
    {
        "Stop-Computer", "Remove-Computer", "Stop-Service", "Restart-Service", "Suspend-Service", "Resume-Service",
        "New-Service", "Reset-ComputerMachinePassword", "Uninstall-WindowsFeature", "Add-WindowsFeature",
        "Remove-WindowsFeature", "Set-NetAdapter", "Enable-NetAdapter", "Disable-NetAdapter", "Rename-NetAdapter",
        "Restart-NetAdapter", "Disable-NetAdapterRdma", "Remove-NetIPAddress", "Remove-NetLbfoTeam", "shutdown",
        "shutdown.exe", "Start-Job", "Start-ThreadJob", "Start-Process", "pwsh", "pwsh.exe", "powershell",
        "powershell.exe", "cmd", "cmd.exe", "net", "net.exe", "reg", "reg.exe", "sc.exe", "logoff", "logoff.exe",
    };

    private static readonly Dictionary<string, ProductionName> Known = All();

    /// <summary>The names, in order; a program also with its ending.</summary>
    public static IEnumerable<string> Names => Known.Keys.OrderBy(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry of a name, with or without the name of its module before it.</summary>
    public static ProductionName? Find(string called)
    {
        string name = called.Substring(called.LastIndexOfAny(['\\', '/']) + 1);
        return Known.TryGetValue(name, out ProductionName? found) ? found : null;
    }

    private static Dictionary<string, ProductionName> All()
    {
        var all = new Dictionary<string, ProductionName>(StringComparer.OrdinalIgnoreCase);
        foreach (ProductionName answered in Answered)
        {
            all[answered.Name] = answered;
        }

        foreach (ProductionName prepared in PreparationNames.All)
        {
            all[prepared.Name] = prepared;
            if (prepared.IsProgram)
            {
                all[prepared.Name + ".exe"] = new ProductionName(prepared.Name + ".exe", prepared.Module)
                {
                    Answer = prepared.Answer,
                };
            }
        }

        foreach (ProductionName path in PathNames.All())
        {
            all[path.Name] = path;
        }

        foreach ((string module, string position, string[] names) in Refused)
        {
            foreach (string name in names)
            {
                all[name] = Refusal(name, module, position);
                if (module.Length == 0)
                {
                    all[name + ".exe"] = Refusal(name + ".exe", module, position);
                }
            }
        }

        // "sc" without its ending is Set-Content in Windows PowerShell.
        all["sc.exe"] = Refusal("sc.exe", string.Empty, string.Empty);

        return all;
    }

    private static ProductionName Refusal(string name, string module, string position) => new(name, module)
    {
        Positions = position.Length == 0 ? [] : [position],
        IsRefusedLocally = Changing.Contains(name),
    };
}

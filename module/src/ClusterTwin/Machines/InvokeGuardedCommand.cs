using System.Management.Automation;
using RollingUpgrade.Native;

namespace ClusterTwin.Machines;

/// <summary>
/// <c>Invoke-GuardedCommand</c>: stands before every command that could reach a machine by its name. What names a
/// machine is answered by the twin or refused; what names none goes on to the original.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "GuardedCommand")]
[Alias(
    "Add-Computer",
    "Add-LocalGroupMember",
    "Add-MpPreference",
    "Add-VMMigrationNetwork",
    "Add-VMNetworkAdapter",
    "Add-WindowsFeature",
    "Clear-EventLog",
    "Close-SmbOpenFile",
    "cluster",
    "cluster.exe",
    "cmd",
    "cmd.exe",
    "Connect-IscsiTarget",
    "Connect-PSSession",
    "Connect-WSMan",
    "Disable-NetAdapter",
    "Disable-NetAdapterRdma",
    "Disconnect-PSSession",
    "Disconnect-WSMan",
    "Enable-MSDSMAutomaticClaim",
    "Enable-NetAdapter",
    "Enable-NetAdapterQos",
    "Enable-NetAdapterRdma",
    "Enable-NetFirewallRule",
    "Enable-VMMigration",
    "Enter-PSSession",
    "Get-CimAssociatedInstance",
    "Get-CimClass",
    "Get-CimInstance",
    "Get-Counter",
    "Get-DnsClient",
    "Get-DnsClientServerAddress",
    "Get-EventLog",
    "Get-HgsGuardian",
    "Get-HotFix",
    "Get-InitiatorPort",
    "Get-IscsiTarget",
    "Get-IscsiTargetPortal",
    "Get-LocalGroupMember",
    "Get-MpPreference",
    "Get-MSDSMAutomaticClaimSettings",
    "Get-MSDSMGlobalDefaultLoadBalancePolicy",
    "Get-NetAdapter",
    "Get-NetAdapterAdvancedProperty",
    "Get-NetAdapterQos",
    "Get-NetAdapterRdma",
    "Get-NetFirewallRule",
    "Get-NetIPAddress",
    "Get-NetIPConfiguration",
    "Get-NetLbfoTeam",
    "Get-NetRoute",
    "Get-Process",
    "Get-PSSession",
    "Get-ScheduledTask",
    "Get-Service",
    "Get-SmbConnection",
    "Get-SmbOpenFile",
    "Get-SmbSession",
    "Get-SmbShare",
    "Get-VMMigrationNetwork",
    "Get-VMNetworkAdapter",
    "Get-VMNetworkAdapterVlan",
    "Get-WindowsFeature",
    "Get-WinEvent",
    "Get-WmiObject",
    "Get-WSManInstance",
    "icacls",
    "icacls.exe",
    "Import-PfxCertificate",
    "Install-WindowsFeature",
    "Invoke-CimMethod",
    "Invoke-Command",
    "Invoke-RestMethod",
    "Invoke-WebRequest",
    "Invoke-WmiMethod",
    "Invoke-WSManAction",
    "Limit-EventLog",
    "logoff",
    "logoff.exe",
    "mpclaim",
    "mpclaim.exe",
    "mstsc",
    "mstsc.exe",
    "net",
    "net.exe",
    "netdom",
    "netdom.exe",
    "New-CimInstance",
    "New-CimSession",
    "New-EventLog",
    "New-HgsGuardian",
    "New-IscsiTargetPortal",
    "New-NetIPAddress",
    "New-NetLbfoTeam",
    "New-NetRoute",
    "New-PSSession",
    "New-Service",
    "New-VMSwitch",
    "New-WSManInstance",
    "nltest",
    "nltest.exe",
    "nslookup",
    "nslookup.exe",
    "pathping",
    "pathping.exe",
    "ping",
    "ping.exe",
    "powercfg",
    "powercfg.exe",
    "powershell",
    "powershell.exe",
    "psexec",
    "psexec.exe",
    "psexec64",
    "psexec64.exe",
    "pwsh",
    "pwsh.exe",
    "Receive-PSSession",
    "reg",
    "reg.exe",
    "Register-CimIndicationEvent",
    "Register-ScheduledTask",
    "Register-WmiEvent",
    "Remove-CimInstance",
    "Remove-Computer",
    "Remove-EventLog",
    "Remove-NetIPAddress",
    "Remove-NetLbfoTeam",
    "Remove-PSSession",
    "Remove-VMMigrationNetwork",
    "Remove-WindowsFeature",
    "Remove-WmiObject",
    "Remove-WSManInstance",
    "Rename-Computer",
    "Rename-NetAdapter",
    "Reset-ComputerMachinePassword",
    "Resolve-DnsName",
    "Restart-Computer",
    "Restart-NetAdapter",
    "Restart-Service",
    "Resume-Service",
    "robocopy",
    "robocopy.exe",
    "sc.exe",
    "schtasks",
    "schtasks.exe",
    "scp",
    "scp.exe",
    "Set-CimInstance",
    "Set-DnsClient",
    "Set-DnsClientServerAddress",
    "Set-InitiatorPort",
    "Set-MSDSMGlobalDefaultLoadBalancePolicy",
    "Set-NetAdapter",
    "Set-NetAdapterAdvancedProperty",
    "Set-Service",
    "Set-VMHost",
    "Set-VMNetworkAdapterVlan",
    "Set-WmiInstance",
    "Set-WSManInstance",
    "Show-EventLog",
    "shutdown",
    "shutdown.exe",
    "ssh",
    "ssh.exe",
    "Start-Job",
    "Start-Process",
    "Start-ScheduledTask",
    "Start-Service",
    "Start-Sleep",
    "Start-ThreadJob",
    "Stop-Computer",
    "Stop-Service",
    "Suspend-Service",
    "systeminfo",
    "systeminfo.exe",
    "taskkill",
    "taskkill.exe",
    "tasklist",
    "tasklist.exe",
    "Test-ComputerSecureChannel",
    "Test-Connection",
    "Test-NetConnection",
    "Test-Path",
    "Test-WSMan",
    "tracert",
    "tracert.exe",
    "Uninstall-WindowsFeature",
    "w32tm",
    "w32tm.exe",
    "wevtutil",
    "wevtutil.exe",
    "winrs",
    "winrs.exe",
    "wmic",
    "wmic.exe",
    "Write-EventLog",
    "xcopy",
    "xcopy.exe")]
public sealed class InvokeGuardedCommand : PSCmdlet, IDynamicParameters
{
    /// <summary>Aliases of aliases that are followed; the engine itself refuses a circle.</summary>
    private const int AliasDepthMax = 8;

    private static readonly string[] Ours = [nameof(RemainingTokens), nameof(PipelineItem)];

    private ProductionName? _command;
    private CommandInfo? _original;
    private SteppablePipeline? _forwarded;
    private GuardedCall? _call;
    private string[] _targets = [];

    /// <summary>What was passed without the name of a parameter.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    public object[]? RemainingTokens { get; set; }

    /// <summary>What comes through the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? PipelineItem { get; set; }

    /// <summary>The parameters of the original where this engine has it, else those that the twin heeds.</summary>
    public object GetDynamicParameters()
    {
        _command = Meant(MyInvocation.InvocationName);
        var parameters = new RuntimeDefinedParameterDictionary();
        if (_command is not null)
        {
            _original = OriginalCommand.Find(InvokeCommand, _command, MyInvocation.InvocationName);
            foreach (RuntimeDefinedParameter parameter in OriginalCommand.Parameters(_command, _original))
            {
                parameters[parameter.Name] = parameter;
            }
        }

        return parameters;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (_command is null)
        {
            ThrowTerminatingError(TwinErrors.CommandNotModelled(MyInvocation.InvocationName));
            return;
        }

        Dictionary<string, object?> values = Values();
        TwinContext? context = TwinContext.Current();
        if (context is not null)
        {
            _call = new GuardedCall(this, context, _command, values)
            {
                Arguments = _command.IsProgram ? [.. (RemainingTokens ?? []).SelectMany(GuardedCall.Texts)] : [],
            };
            _targets = [.. TargetsOf(context, values)];
        }

        bool isAnswered = _call is not null
            && (_targets.Length > 0 || (_command.TargetsFromPipeline && MyInvocation.ExpectingInput));
        if (isAnswered)
        {
            RefuseWhatIsNotHeeded(values);
        }
        else if (_call is not null && _command.AnswerLocally is { } answer)
        {
            RefuseWhatIsNotHeeded(values);
            Attempt(_command.Name, () => answer(_call));
        }
        else
        {
            RefusePath(PathNames.MachinesOf(_call, values).FirstOrDefault());
            Forward();
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_forwarded is not null)
        {
            RefuseRemote(PipelineItem);
            RefusePath(PathNames.MachineOf(_call, PipelineItem));
            Array items = MyInvocation.ExpectingInput ? _forwarded.Process(PipelineItem) : _forwarded.Process();
            foreach (object item in items)
            {
                WriteObject(item);
            }

            return;
        }

        IEnumerable<string> targets = _targets;
        if (_command!.TargetsFromPipeline && PipelineItem is not null)
        {
            targets = targets.Concat(GuardedCall.Texts(PipelineItem));
        }

        foreach (string target in targets)
        {
            Attempt(target, () => AnswerFor(target));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (object item in _forwarded?.End() ?? Array.Empty<object>())
        {
            WriteObject(item);
        }

        _forwarded?.Dispose();
        _forwarded = null;
    }

    private void AnswerFor(string target)
    {
        if (_command!.Answer is null)
        {
            Refuse(TwinErrors.NotModelled(_command.Name, $"a call that reaches the machine '{target}'"));
            return;
        }

        WriteObject(_command.Answer(_call!, NamePattern.ShortName(target)), true);
    }

    /// <summary>Everything that was passed, by name; what has no name takes the positions that are left.</summary>
    private Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object> bound in MyInvocation.BoundParameters)
        {
            if (!Ours.Contains(bound.Key))
            {
                values[bound.Key] = bound.Value;
            }
        }

        object[] tokens = RemainingTokens ?? [];
        string[] positions = [.. _command!.Positions.Where(name => !values.ContainsKey(name))];
        // Invoke-Command takes a script first where no machine is named.
        if (tokens.Length > 0 && PSObject.AsPSObject(tokens[0]).BaseObject is ScriptBlock)
        {
            positions = [.. positions.Where(name => name == "ScriptBlock")];
        }

        for (int place = 0; place < Math.Min(tokens.Length, positions.Length) && !_command.IsProgram; place++)
        {
            values[positions[place]] = tokens[place];
        }

        return values;
    }

    /// <summary>The machines that a call names: a session within a machine means that machine.</summary>
    private IEnumerable<string> TargetsOf(TwinContext context, Dictionary<string, object?> values)
    {
        if (_command!.IsProgram && _command.Answer is not null)
        {
            return context.LocalNode is { } local ? [local] : [];
        }

        if (_command.IsProgram)
        {
            return (RemainingTokens ?? []).SelectMany(GuardedCall.Texts).Where(text => Mentions(context, text)).Take(1);
        }

        List<string> named = [];
        foreach (KeyValuePair<string, object?> value in values.Where(one => IsTarget(one.Key)))
        {
            if (value.Key.Equals("Uri", StringComparison.OrdinalIgnoreCase))
            {
                named.AddRange(GuardedCall.Texts(value.Value).Where(text => Mentions(context, text)));
                continue;
            }

            bool isAmbiguous = ProductionNames.Ambiguous.Contains(value.Key, StringComparer.OrdinalIgnoreCase);
            named.AddRange(GuardedCall.Texts(value.Value).Where(text => !isAmbiguous || context.Holds(text)));
        }

        IEnumerable<string> remote = named.Where(name => context.Holds(name) || !IsLocal(name));
        bool isLocal = named.Count == 0 && context.LocalNode is not null && _command.AnswerLocally is null;
        return isLocal ? [context.LocalNode!] : remote.Where(name => name is not ("." or ""));
    }

    private static bool IsTarget(string parameter) =>
        ProductionNames.Targets.Contains(parameter, StringComparer.OrdinalIgnoreCase);

    private static bool IsLocal(string name) =>
        name.Length == 0 || name is "." or "localhost" or "127.0.0.1" or "::1"
        || NamePattern.Same(name, Environment.MachineName);

    /// <summary>Whether a text holds the name of a machine of the twin as a word of its own.</summary>
    private static bool Mentions(TwinContext context, string text) =>
        text.Split(['\\', '/', ':', '.', '@', '=', ',', ';', ' ', '"', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => context.Holds(word));

    private void RefuseWhatIsNotHeeded(Dictionary<string, object?> values)
    {
        foreach (string name in values.Keys)
        {
            bool isHeeded = IsTarget(name)
                || _command!.Answer is null && _command.AnswerLocally is null
                || Cmdlet.CommonParameters.Contains(name, StringComparer.OrdinalIgnoreCase)
                || _command.Heeded.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (!isHeeded)
            {
                Refuse(TwinErrors.NotModelled(_command!.Name, $"the parameter -{name}"));
            }
        }
    }

    /// <summary>Refuses an object that came from a machine of the twin: the original would go there with it.</summary>
    private void RefuseRemote(PSObject? item)
    {
        if (_call is null || item?.Properties["ComputerName"]?.Value is not string { Length: > 0 } computer)
        {
            return;
        }

        if (_call.Context.Holds(computer) && !IsLocal(computer))
        {
            Refuse(TwinErrors.NotModelled(
                _command!.Name, $"an object that lives on the machine '{computer}'"));
        }
    }

    /// <summary>Refuses a path that leads to a machine of the twin.</summary>
    private void RefusePath(string? machine)
    {
        if (machine is not null)
        {
            Refuse(TwinErrors.NotModelled(_command!.Name, $"a path on the machine '{machine}'"));
        }
    }

    private void Forward()
    {
        if (_original is null && _command!.TakesPaths && _command.Answer is null)
        {
            Refuse(TwinErrors.NotFound(_command.Name));
            return;
        }

        bool isRefused = _call is not null && _command!.IsRefusedLocally && !AsksForHelp();
        if (isRefused || _original is null)
        {
            Refuse(OriginalCommand.IsOfStandIn(_command!)
                ? TwinErrors.CommandNotModelled(_command!.Name)
                : TwinErrors.NoMachineNamed(_command!.Name));
            return;
        }

        Dictionary<string, object> bound = MyInvocation.BoundParameters
            .Where(one => !Ours.Contains(one.Key))
            .ToDictionary(one => one.Key, one => one.Value);
        ScriptBlock script = ScriptBlock.Create("param($Original, $Bound, $Rest) & $Original @Bound @Rest");
        _forwarded = script.GetSteppablePipeline(
            CommandOrigin.Internal, [_original, new System.Collections.Hashtable(bound), RemainingTokens ?? []]);
        _forwarded.Begin(this);
    }

    /// <summary>
    /// What a name means: an alias of a guarded name (<c>icm</c>, one of the user's own) comes here by its own name.
    /// </summary>
    private ProductionName? Meant(string called)
    {
        string name = called;
        for (int depth = 0; depth < AliasDepthMax; depth++)
        {
            if (ProductionNames.Find(name) is { } found)
            {
                return found;
            }

            if (InvokeCommand.GetCommand(name, CommandTypes.Alias) is not AliasInfo alias)
            {
                return null;
            }

            name = alias.Definition;
        }

        return null;
    }

    /// <summary>Whether a program is only asked how it is used.</summary>
    private bool AsksForHelp() => _command!.IsProgram && (RemainingTokens ?? []).SelectMany(GuardedCall.Texts)
        .All(text => text is "/?" or "-?" or "--help");

    private void Refuse(ErrorRecord record) => CalledName.ThrowError(this, _command!.Name, record);

    private void Attempt(string subject, Action part)
    {
        try
        {
            part();
        }
        catch (NativeException error)
        {
            ErrorRecord record = MachineAnswers.RecordOf(error, _command!.Name, subject);
            CalledName.WriteError(this, _command.Name, record);
        }
    }
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using Xunit;

namespace Conformance.Tests;

/// <summary>
/// A twin carries the names of production: whatever could reach a machine by such a name is answered by the twin or
/// refused by name, and nothing leaves the process.
/// </summary>
public sealed class GuardTests
{
    private const string Scenario = "cluster01-2019";

    private const string Aliases =
        "@(Get-Command -CommandType Alias | Where-Object Definition -eq Invoke-GuardedCommand | % Name) -join \"`n\"";

    [Theory]
    [InlineData("Stop-Computer -ComputerName Node1")]
    [InlineData("Stop-Computer Node1 -Force")]
    [InlineData("New-PSSession -ComputerName Node1")]
    [InlineData("New-PSSession Node1")]
    [InlineData("Enter-PSSession -ComputerName Node1.contoso.com")]
    [InlineData("Enter-PSSession Node1")]
    [InlineData("Microsoft.PowerShell.Core\\New-PSSession -ComputerName Node1")]
    [InlineData("Microsoft.PowerShell.Core\\Invoke-Command -ComputerName Node1 { Remove-Item C:\\x }")]
    [InlineData("Invoke-Command -ComputerName Node1 -ScriptBlock { Remove-Item C:\\x }")]
    [InlineData("Invoke-Command Node1 { [IO.File]::Delete('x') }")]
    [InlineData("Invoke-Command -ComputerName Node1 -FilePath x.ps1")]
    [InlineData("icm node1 { & $unknown }")]
    [InlineData("Invoke-Command -ComputerName fileserver { Get-ClusterNode }")]
    [InlineData("Invoke-CimMethod -ComputerName Node1 -ClassName Win32_Service -MethodName Create")]
    [InlineData("Get-CimInstance Win32_Share -ComputerName Node1")]
    [InlineData("Get-HotFix -ComputerName Node1")]
    [InlineData("Get-WinEvent -ComputerName Node1 -LogName System")]
    [InlineData("Get-NetIPConfiguration -CimSession Node1")]
    [InlineData("Get-Process -ComputerName NODE1")]
    [InlineData("shutdown /r /m \\\\Node1 /t 0")]
    [InlineData("shutdown.exe /r /m \\\\node1")]
    [InlineData("ping Node1.contoso.com")]
    [InlineData("Invoke-RestMethod -Uri https://node1.contoso.com:8443/state")]
    [InlineData("& (Get-Command Stop-Computer) Node1")]
    [InlineData("& 'C:\\Windows\\System32\\ping.exe' Node1")]
    [InlineData("/usr/bin/ping node1")]
    [InlineData("sc.exe \\\\Node1 stop ClusSvc")]
    [InlineData("sc \\\\Node1 query")]
    [InlineData("net use X: \\\\Node1\\c$")]
    [InlineData("Get-Content \\\\Node1\\c$\\x.txt")]
    [InlineData("Copy-Item C:\\a -Destination \\\\node2.contoso.com\\share")]
    [InlineData("Copy-Item C:\\a, \\\\node2\\share\\b D:\\")]
    [InlineData("Microsoft.PowerShell.Management\\Get-ChildItem -Path \\\\Node1\\c$ -Recurse")]
    [InlineData("cd \\\\Node1\\c$")]
    [InlineData("Get-Item Microsoft.PowerShell.Core\\FileSystem::\\\\?\\UNC\\Node1\\c$")]
    [InlineData("Test-Path \\\\Node1\\admin$")]
    [InlineData("Test-Path -LiteralPath //node1/c$")]
    [InlineData("New-PSDrive X FileSystem \\\\Node1\\c$")]
    [InlineData("Export-Csv \\\\cluster01\\share\\x.csv -InputObject 1")]
    [InlineData("& '\\\\Node1\\c$\\x.ps1'")]
    [InlineData("function Stop-It { Stop-Computer -ComputerName Node1 }; Stop-It")]
    public void WhatWouldReachAMachineIsRefusedByName(string script)
    {
        using StandInSession session = new(Scenario);
        string events = session.Text("$Twin.Call('clock').GetProperty('revision').GetInt64()");
        ErrorRecord error = session.Error(script);
        Assert.Equal("TwinNotModelled", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.NotImplemented, error.CategoryInfo.Category);
        Assert.Equal(events, session.Text("$Twin.Call('clock').GetProperty('revision').GetInt64()"));
    }

    [Theory]
    [InlineData("Test-Connection -ComputerName Node1 -Quiet", "True")]
    [InlineData("Test-Connection Node1 -Count 1 | % Status", "Success")]
    [InlineData("(Test-NetConnection Node2 -Port 5985).TcpTestSucceeded", "True")]
    [InlineData("(Test-WSMan Node1).ProductVendor", "Microsoft Corporation")]
    [InlineData("(Get-CimInstance Win32_OperatingSystem -ComputerName Node1).BuildNumber", "17763")]
    [InlineData("(Get-WmiObject -Class Win32_ComputerSystem -ComputerName Node1).PSComputerName", "Node1")]
    [InlineData("(Get-Service -ComputerName Node1 -Name ClusSvc).Status", "Running")]
    [InlineData("(Get-WindowsFeature Hyper-V -ComputerName Node1).Installed", "True")]
    [InlineData("(Install-WindowsFeature Web-Server -ComputerName Node1).ExitCode", "Success")]
    [InlineData("(Install-WindowsFeature Hyper-V -ComputerName Node1 -WhatIf)", "")]
    [InlineData("$s = New-CimSession Node3; (Get-VMHost -CimSession $s).Name", "Node3")]
    [InlineData("@(Invoke-Command -ComputerName Node1 { Get-VM }).Name -join ','", "VM2,VM3")]
    [InlineData("(Invoke-Command Node2 { Get-VMHost }).PSComputerName", "Node2")]
    [InlineData("$n = 'VM2'; (Invoke-Command Node1 { Get-VM $using:n }).Name", "VM2")]
    [InlineData("Invoke-Command Node1 { param($a) \"$a!\" } -ArgumentList hello", "hello!")]
    [InlineData("(Invoke-Command Node1 { Get-CimInstance Win32_OperatingSystem }).CSName", "Node1")]
    [InlineData("Invoke-Command { 'here' }", "here")]
    [InlineData("Microsoft.PowerShell.Core\\Invoke-Command -ScriptBlock { 'here' }", "here")]
    [InlineData("1, 2 | Invoke-Command { $input | ForEach-Object { $_ + 1 } }", "2|3")]
    public void WhatTheTwinModelsIsAnswered(string script, string expected)
    {
        using StandInSession session = new(Scenario);
        Assert.Equal(expected, session.Text(script));
    }

    [Fact]
    public void ARestartIsOneOfTheTwin()
    {
        using StandInSession session = new(Scenario);
        session.Run("Restart-Computer -ComputerName Node1 -Force");
        Assert.Empty(session.Errors);
        Assert.Equal("False", session.Text("Test-Connection Node1 -Quiet"));
        Assert.Equal("Down", session.Text("(Get-ClusterNode Node1).State"));
        ErrorRecord error = session.Error("Restart-Computer Node1");
        Assert.Equal("RemoteComputerFailed", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("Up", session.Text("Start-Sleep -Seconds 310; (Get-ClusterNode Node1).State"));
        session.Run("'Node2' | Restart-Computer -Wait -For PowerShell");
        Assert.Equal("Up", session.Text("(Get-ClusterNode Node2).State"));
        Assert.Equal("0", session.Text("@(Get-ClusterGroup VM* | Where-Object State -ne Online).Count"));
    }

    /// <summary>Outside Windows the engine's own cmdlet restarts this computer, and takes no name at all.</summary>
    [Fact]
    public void ARestartNeverReachesThisComputer()
    {
        const string Original =
            """
            New-Module -Name Microsoft.PowerShell.Management {
                function Restart-Computer { [CmdletBinding(SupportsShouldProcess)] param() $global:Restarted = $true }
            } | Import-Module
            """;
        using StandInSession session = new(Scenario);
        session.Run(Original);
        string[] answered =
        [
            "-ComputerName Node1 -Wait -For PowerShell -Force", "-Computer Node1 -Wait -Force", "Node1 -Wait",
        ];
        foreach (string arguments in answered)
        {
            session.Run("Restart-Computer " + arguments);
            Assert.Empty(session.Errors);
        }

        string[] refused =
        [
            "Restart-Computer", "Restart-Computer -Force", "Microsoft.PowerShell.Management\\Restart-Computer",
        ];
        Assert.All(refused, script =>
            Assert.StartsWith("TwinNotModelled", session.Error(script).FullyQualifiedErrorId));
        Assert.Equal("null", session.Text("$global:Restarted"));
    }

    [Fact]
    public void WhatWouldChangeThisComputerIsRefused()
    {
        string[] scripts =
        [
            "shutdown /r /t 0", "Stop-Computer", "Start-Job { Get-ClusterNode }", "pwsh -Command Get-ClusterNode",
            "Start-ThreadJob { Get-ClusterNode }", "Start-Process notepad.exe", "Install-WindowsFeature Hyper-V",
            "Stop-Service ClusSvc", "Rename-Computer -NewName Other", "Disable-NetAdapter Ethernet",
        ];
        using StandInSession session = new(Scenario);
        Assert.All(scripts, script =>
        {
            ErrorRecord error = session.Error(script);
            Assert.StartsWith("TwinNotModelled", error.FullyQualifiedErrorId);
            Assert.EndsWith("nothing was done to this computer.", error.ErrorDetails.RecommendedAction);
        });
    }

    /// <summary>Other paths go on to the original, with its dynamic parameters and its pipeline.</summary>
    [Fact]
    public void APathThatLeadsToNoMachineOfTheTwinGoesOn()
    {
        const string Original =
            """
            function Get-ChildItem {
                [CmdletBinding()]
                param([Parameter(Position = 0, ValueFromPipeline)] [string[]] $Path,
                    [Parameter(Position = 1)] [string] $Filter = '*')
                dynamicparam {
                    $known = [Management.Automation.RuntimeDefinedParameterDictionary]::new()
                    $file = [Management.Automation.RuntimeDefinedParameter]::new(
                        'File', [switch], [Management.Automation.ParameterAttribute]::new())
                    $known.Add('File', $file)
                    $known
                }
                process {
                    if ($Path -eq 'nowhere') { $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new(
                        [Exception]::new('not there'), 'NotThere', 'ObjectNotFound', $Path)) }
                    else { "$Path $Filter $($PSBoundParameters['File'])" }
                }
            }
            """;
        using StandInSession session = new(Scenario);
        session.Run(Original.Replace("function Get-ChildItem", "function global:Get-ChildItem"));
        (string Script, string Expected)[] calls =
        [
            ("Get-ChildItem C:\\x", "C:\\x * "),
            ("Get-ChildItem -File -Path C:\\x *.txt", "C:\\x *.txt True"),
            ("'a', 'b' | Get-ChildItem -Filter f", "a f |b f "),
            ("gci \\\\fileserver\\share", "\\\\fileserver\\share * "),
            ("$p = @{ Path = 'z'; File = $true }; Get-ChildItem @p", "z * True"),
            ("Get-ChildItem nowhere -ErrorAction SilentlyContinue -ErrorVariable e; $e.Count", "1"),
            ("Get-ChildItem a -OutVariable o; $o.Count", "a * |1"),
        ];
        Assert.All(calls, call => Assert.Equal(call.Expected, session.Text(call.Script)));
        session.Run(
            """
            class Encode : Management.Automation.ArgumentTransformationAttribute {
                [object] Transform([Management.Automation.EngineIntrinsics] $engine, [object] $value) {
                    return [Text.Encoding]::GetEncoding([string]$value)
                }
            }
            function global:Set-Content {
                param($Path, [Parameter(ValueFromPipeline)] $Value, [Encode()] [Text.Encoding] $Encoding)
                process { "$Path $Value $($Encoding.WebName)" }
            }
            function global:Rename-Item {
                param([Parameter(ValueFromPipeline)] $Path,
                    [Parameter(ValueFromPipelineByPropertyName)] [string] $NewName)
                process { "$Path $NewName" }
            }
            """);
        Assert.Equal("x 1 utf-8", session.Text("1 | Set-Content x -Encoding utf-8"));
        Assert.Equal("a a.old|b b.old", session.Text("'a', 'b' | Rename-Item -NewName { \"$_.old\" }"));
        ErrorRecord error = session.Error("'a', '\\\\Node1\\c$' | Get-ChildItem");
        Assert.StartsWith("TwinNotModelled", error.FullyQualifiedErrorId);
        Assert.Equal("CommandNotFoundException", session.Error("Get-Content a").FullyQualifiedErrorId.Split(',')[0]);
    }

    /// <summary>The user knows the name that he typed, and where he typed it.</summary>
    [Theory]
    [InlineData("Stop-Computer -ComputerName Node1", "Stop-Computer")]
    [InlineData("ping Node1", "ping")]
    [InlineData("Microsoft.PowerShell.Core\\New-PSSession Node1", "New-PSSession")]
    [InlineData("Restart-Computer nobody", "Restart-Computer")]
    [InlineData("Get-ClusterPerf", "Get-ClusterPerf")]
    [InlineData("Get-VHD x", "Get-VHD")]
    public void ARefusalIsHeadedWithTheNameThatWasCalled(string script, string name)
    {
        using StandInSession session = new(Scenario);
        ErrorRecord error = session.Error($"\n  {script}");
        Assert.Equal(name, error.InvocationInfo.MyCommand.Name);
        Assert.Equal(name, error.CategoryInfo.Activity);
        Assert.Equal(2, error.InvocationInfo.ScriptLineNumber);
        Assert.Contains(script, error.InvocationInfo.PositionMessage, StringComparison.Ordinal);
        session.Run($"$Error.Clear(); $ErrorActionPreference = 'Stop'; try {{ {script} }} catch {{ }}");
        Assert.Equal("1", session.Text("$Error.Count"));
    }

    [Theory]
    [InlineData("Restart-Computer nobody -ErrorAction Ignore; $?; $Error.Count", "False|0")]
    [InlineData("Restart-Computer nobody -ErrorAction SilentlyContinue; $?; $Error.Count", "False|1")]
    [InlineData("Restart-Computer nobody, Node1 -ErrorVariable e -ErrorAction 0; $e.Count; $Error.Count", "1|1")]
    [InlineData("try { Restart-Computer nobody -ErrorAction Stop; 1 } catch { $_.CategoryInfo.Activity }",
        "Restart-Computer")]
    public void ARefusalHeedsWhatTheCallerSaysOfErrors(string script, string expected)
    {
        using StandInSession session = new(Scenario);
        session.Run("$Error.Clear()");
        Assert.Equal(expected, string.Join("|", session.Run(script)));
    }

    [Fact]
    public void AnAliasMeansWhatItStandsFor()
    {
        using StandInSession session = new(Scenario);
        session.Run("$null = $ExecutionContext.InvokeProvider.Item.Set('Alias:Restart-It', 'Restart-Computer')");
        Assert.Equal("Node1", session.Text("(icm Node1 { Get-VMHost }).Name"));
        Assert.Equal("here", session.Text("icm { 'here' }"));
        Assert.Equal("Down", session.Text("Restart-It Node1; (Get-ClusterNode Node1).State"));
    }

    /// <summary>A runspace of its own begins without the guard, and the engine's own commands are in it.</summary>
    [Fact]
    public void ParallelRunspacesAreGuardedToo()
    {
        using StandInSession session = new(Scenario, process: true);
        Assert.Equal("Node1!", session.Text(
            "$mark = '!'; 'Node1' | ForEach-Object -Parallel {\n"
            + "(Invoke-Command $_ { Get-CimInstance Win32_OperatingSystem }).CSName + $using:mark }"));
        Assert.Equal("v5", session.Text("ForEach-Object -InputObject 5 -Parallel { \"v$_\" } -ThrottleLimit 2"));
        foreach (string name in new[] { "%", "foreach", "ForEach-Object", "Microsoft.PowerShell.Core\\ForEach-Object" })
        {
            session.Run($"'Node1' | {name} -Parallel {{ New-PSSession $_ }}");
            Assert.StartsWith("TwinNotModelled", Assert.Single(session.Errors).FullyQualifiedErrorId);
        }
    }

    [Fact]
    public void SleepingIsVirtual()
    {
        using StandInSession session = new(Scenario);
        string script = "$a = $Twin.Call('clock').GetProperty('elapsedMilliseconds').GetInt64(); Start-Sleep 7200; "
            + "Start-Sleep -m 1500; Start-Sleep -s 1; sleep 10; "
            + " $Twin.Call('clock').GetProperty('elapsedMilliseconds').GetInt64() - $a";
        Assert.Equal("7213000", session.Text(script));
    }

    [Fact]
    public void WithoutTheGuardNothingIsLeft()
    {
        const string Sleep = "@(Get-Command sleep -ErrorAction Ignore | ForEach-Object Definition) -join ','";
        using StandInSession plain = new();
        plain.Run("Remove-Module ClusterTwin.Paths, ClusterTwin.Machines");
        string before = plain.Text(Sleep);
        using StandInSession session = new(Scenario);
        Assert.Equal("True", session.Text("$null -ne $ExecutionContext.InvokeCommand.PreCommandLookupAction"));
        session.Run("Remove-Module ClusterTwin.Paths, ClusterTwin.Machines");
        Assert.Equal("True", session.Text("$null -eq $ExecutionContext.InvokeCommand.PreCommandLookupAction"));
        Assert.Equal("Cmdlet", session.Text("(Get-Command New-PSSession).CommandType"));
        Assert.Equal(before, session.Text(Sleep));
        Assert.Equal(string.Empty, session.Text(Aliases));
    }

    [Fact]
    public void EveryGuardedNameIsAnAliasOfTheGuard()
    {
        using StandInSession session = new();
        Collection<PSObject> names = session.Run(
            "[ClusterTwin.Machines.InvokeGuardedCommand].Assembly.GetType('ClusterTwin.Machines.ProductionNames')"
            + ".GetProperty('Names').GetValue($null)");
        string aliases = session.Text(Aliases);
        Assert.Equal(
            names.Select(name => name.ToString()).Order(StringComparer.OrdinalIgnoreCase),
            aliases.Split('\n').Order(StringComparer.OrdinalIgnoreCase));
    }
}

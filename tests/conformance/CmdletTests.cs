using System.Management.Automation;
using System.Text.Json;
using Xunit;

namespace Conformance.Tests;

/// <summary>Every stand-in against the table of its original, both ways.</summary>
public sealed class CmdletTests
{
    private static readonly string[] Common = [.. Cmdlet.CommonParameters, "UseTransaction"];

    [Fact]
    public void CmdletsThatAreNotThereAreListed()
    {
        using StandInSession session = new();
        List<string> missing = [];
        List<string> added = [];
        foreach (string module in StagedModule.StandIns)
        {
            StringComparer names = StringComparer.OrdinalIgnoreCase;
            HashSet<string> ours = new(Cmdlets(session, module).Select(cmdlet => cmdlet.Name), names);
            HashSet<string> table = new(Tables.Names(module), names);
            missing.AddRange(table.Except(ours, names));
            added.AddRange(ours.Except(table, names).Where(name => !IsDenial(name)));
        }

        Deviations.Compare("Cmdlets that are not there yet", missing);
        Assert.Equal(["Get-StorageScaleUnit"], added);
    }

    [Fact]
    public void EveryNameThatIsNotThereSaysSo()
    {
        using StandInSession session = new("cluster01-2019");
        HashSet<string> asked = [];
        foreach (string module in StagedModule.StandIns)
        {
            HashSet<string> ours =
                new(Cmdlets(session, module).Select(cmdlet => cmdlet.Name), StringComparer.OrdinalIgnoreCase);
            foreach (string name in Tables.Names(module).Where(name => !ours.Contains(name)))
            {
                string script = $"try {{ 1 | {module}\\{name} -Some thing }} catch {{ $_ }}";
                ErrorRecord error = (ErrorRecord)Assert.Single(session.Run(script)).BaseObject;
                Assert.Equal("TwinNotModelled", error.FullyQualifiedErrorId.Split(',')[0]);
                Assert.Equal(name, (string)error.TargetObject, ignoreCase: true);
                asked.Add(name);
            }
        }

        Assert.Equal("TwinNotModelled", session.Error("Enable-ClusterS2D").FullyQualifiedErrorId.Split(',')[0]);
        Assert.True(asked.Count > 400, $"{asked.Count} names");
    }

    [Theory]
    [InlineData("Add-VMToCluster", "Add-ClusterVirtualMachineRole")]
    [InlineData("Remove-VMFromCluster", "Remove-ClusterGroup")]
    public void AliasesLeadToTheirCmdlets(string alias, string cmdlet)
    {
        using StandInSession session = new();
        Assert.Equal(cmdlet, session.Text($"(Get-Command {alias} -CommandType Alias).Definition"));
    }

    [Fact]
    public void CmdletsDeviateOnlyWhereTheyAreListed()
    {
        using StandInSession session = new();
        List<string> deviations = [];
        foreach (string module in StagedModule.StandIns)
        {
            Dictionary<string, JsonElement> table = Tables.Cmdlets(module);
            foreach (CmdletInfo cmdlet in Cmdlets(session, module).Where(one => !IsDenial(one.Name)))
            {
                if (table.TryGetValue(cmdlet.Name, out JsonElement entry))
                {
                    deviations.AddRange(Compare(cmdlet, entry).Select(text => $"{cmdlet.Name} {text}"));
                }
                else
                {
                    deviations.Add($"{cmdlet.Name} is in no table");
                }
            }
        }

        Deviations.Compare("Deviations of cmdlets", deviations);
    }

    [Fact]
    public void EveryModuleQualifiedNameLeadsToItsOwnModule()
    {
        using StandInSession session = new();
        foreach (string module in StagedModule.StandIns)
        {
            foreach (CmdletInfo cmdlet in Cmdlets(session, module))
            {
                string qualified = $"{module}\\{cmdlet.Name}";
                Assert.Equal(module, session.Text($"(Get-Command '{qualified}').ModuleName"));
                ErrorRecord error = session.Error(Call(qualified, cmdlet));
                Assert.Equal("TwinNotEntered", error.FullyQualifiedErrorId.Split(',')[0]);
            }
        }
    }

    [Fact]
    public void ModulesAreFoundByNameOnceTheirFolderIsSearched()
    {
        using StandInSession session = new();
        string script =
            """
            param($Folder)
            $before = $env:PSModulePath
            $env:PSModulePath = $Folder + [IO.Path]::PathSeparator + $before
            try {
                Remove-Module FailoverClusters, Hyper-V, Storage, ClusterAwareUpdating
                Import-Module Hyper-V -PassThru | ForEach-Object Name
                Import-Module FailoverClusters -PassThru | ForEach-Object Name
                (Get-Command Hyper-V\Get-VM).ModuleName
                (Get-Command FailoverClusters\Get-ClusterNode).ModuleName
            }
            finally { $env:PSModulePath = $before }
            """;
        string folder = Path.Combine(StagedModule.Folder, "twin", "modules");
        Assert.Equal(
            ["Hyper-V", "FailoverClusters", "Hyper-V", "FailoverClusters"],
            session.Run(script, folder).Select(name => name.ToString()));
    }

    [Fact]
    public void ManifestsExportWhatTheAssemblyHas()
    {
        using StandInSession session = new();
        string exported = session.Text("(Get-Command -CommandType Cmdlet | ? ModuleName -in FailoverClusters, Hyper-V, "
            + "Storage, ClusterAwareUpdating, ClusterTwin.Machines | % ImplementingType | % FullName) -join \"`n\"");
        Type any = (Type)session.Run("(Get-Command Get-ClusterNode).ImplementingType")[0].BaseObject;
        IEnumerable<string> all = any.Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && typeof(Cmdlet).IsAssignableFrom(type))
            .Select(type => type.FullName!);
        Assert.Equal(all.Order(StringComparer.Ordinal), exported.Split('\n').Order(StringComparer.Ordinal));
    }

    private static IEnumerable<CmdletInfo> Cmdlets(StandInSession session, string module) =>
        session.Run($"Get-Command -Module '{module}' -CommandType Cmdlet")
            .Select(command => (CmdletInfo)command.BaseObject);

    /// <summary>What stands behind the names that the twin does not answer.</summary>
    private static bool IsDenial(string name) => name.StartsWith("Deny-", StringComparison.Ordinal);

    /// <summary>A call with something for every mandatory parameter of the default set, so that it begins.</summary>
    private static string Call(string qualified, CmdletInfo cmdlet)
    {
        CommandParameterSetInfo set =
            cmdlet.ParameterSets.FirstOrDefault(one => one.IsDefault) ?? cmdlet.ParameterSets[0];
        string[] mandatory = [.. set.Parameters.Where(one => one.IsMandatory).Select(one => one.Name)];
        return mandatory.Contains("InputObject")
            ? $"$null | & '{qualified}'"
            : $"& '{qualified}' {string.Join(" ", mandatory.Select(name => $"-{name} x"))}";
    }

    private static IEnumerable<string> Compare(CmdletInfo cmdlet, JsonElement table)
    {
        bool documented = table.GetProperty("source").GetString() == "documented";
        string? wanted = table.GetProperty("default").GetString();
        string set = Plain(cmdlet.DefaultParameterSet);
        if (set != Plain(wanted))
        {
            yield return $"has the default set '{set}' instead of '{Plain(wanted)}'";
        }

        CmdletAttribute attribute =
            (CmdletAttribute)cmdlet.ImplementingType.GetCustomAttributes(typeof(CmdletAttribute), false)[0];
        foreach (string text in CompareConfirmation(attribute, table))
        {
            yield return text;
        }

        Dictionary<string, JsonElement> sets = Tables.Members(table.GetProperty("sets"));
        Dictionary<string, CommandParameterSetInfo> ours = cmdlet.ParameterSets.ToDictionary(one => one.Name);
        foreach (string name in sets.Keys.Except(ours.Keys))
        {
            yield return $"{{{name}}} is missing";
        }

        foreach (string name in ours.Keys.Except(sets.Keys))
        {
            yield return $"{{{name}}} is added";
        }

        foreach (string name in ours.Keys.Intersect(sets.Keys))
        {
            foreach (string text in CompareSet(ours[name], Tables.Members(sets[name]), documented, attribute))
            {
                yield return $"{{{name}}} {text}";
            }
        }
    }

    /// <summary>Only reflected entries know the confirm impact.</summary>
    private static IEnumerable<string> CompareConfirmation(CmdletAttribute attribute, JsonElement table)
    {
        bool wanted = table.GetProperty("shouldProcess").GetBoolean();
        if (attribute.SupportsShouldProcess != wanted)
        {
            yield return wanted ? "does not support ShouldProcess" : "supports ShouldProcess";
        }

        if (table.TryGetProperty("confirmImpact", out JsonElement impact)
            && impact.GetString() is { } name && name != attribute.ConfirmImpact.ToString())
        {
            yield return $"has the confirm impact {attribute.ConfirmImpact} instead of {name}";
        }
    }

    private static IEnumerable<string> CompareSet(
        CommandParameterSetInfo set, Dictionary<string, JsonElement> table, bool documented, CmdletAttribute attribute)
    {
        string[] implied = attribute.SupportsShouldProcess ? ["WhatIf", "Confirm"] : [];
        Dictionary<string, CommandParameterInfo> ours = set.Parameters
            .Where(one => !Common.Contains(one.Name) && !implied.Contains(one.Name))
            .ToDictionary(one => one.Name);
        Dictionary<string, string> wanted = table
            .Where(one => !implied.Contains(one.Key))
            .ToDictionary(one => one.Key, one => one.Value.GetString()!);
        foreach (string name in wanted.Keys.Except(ours.Keys))
        {
            yield return $"-{name} is missing";
        }

        foreach (string name in ours.Keys.Except(wanted.Keys))
        {
            yield return $"-{name} is added";
        }

        foreach (string name in ours.Keys.Intersect(wanted.Keys))
        {
            ParameterFacts entry = ParameterFacts.Parse(wanted[name]);
            ParameterFacts own = ParameterFacts.Of(ours[name]);
            if (!TypeNames.Matches(entry.Type, ours[name].ParameterType, documented))
            {
                yield return $"-{name} is a {own.Type} instead of {entry.Type}";
            }

            foreach (string text in own.Differences(entry))
            {
                yield return $"-{name} {text}";
            }
        }
    }

    private static string Plain(string? set) => set is null or "__AllParameterSets" ? string.Empty : set;
}

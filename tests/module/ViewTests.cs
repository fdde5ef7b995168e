using System.Xml.Linq;
using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>What is shown of the module's objects, alone and behind others.</summary>
public sealed class ViewTests
{
    [Fact]
    public void Behind_other_objects_what_has_a_view_shows_as_much_as_the_view()
    {
        HashSet<string> shown = Names("RollingUpgrade.Format.ps1xml", "TypeName").ToHashSet();
        XElement[] types = XDocument.Load(File("RollingUpgrade.Types.ps1xml")).Root!.Elements("Type").ToArray();
        Assert.Equal(shown.Order(), types.Select(type => type.Element("Name")!.Value).Order());
        using ModuleSession session = new();
        foreach (XElement type in types)
        {
            string name = type.Element("Name")!.Value;
            string[] properties = session.Texts(
                "param($Name) ($Name -as [type]).GetProperties() | ForEach-Object Name", name.Split('#')[0]);
            string[] chosen = type.Descendants("ReferencedProperties").Single().Elements("Name")
                .Select(property => property.Value).ToArray();
            Assert.NotEmpty(chosen);
            Assert.Empty(chosen.Except(properties));
        }
    }

    [Fact]
    public void The_engine_takes_the_choice_up()
    {
        using ModuleSession session = new();
        string[] chosen = session.Texts(
            """
            param($Path)
            $step = (New-RollingUpgradePlan 2016 -Path $Path).Steps[0]
            $step.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames
            """,
            StagedModule.Scenario("contoso-2012r2"));
        Assert.Equal(["Number", "Action", "Target", "Likely", "Reason"], chosen);
    }

    private static string File(string name) => Path.Combine(StagedModule.Folder, name);

    private static IEnumerable<string> Names(string file, string element) =>
        XDocument.Load(File(file)).Descendants(element).Select(name => name.Value);
}

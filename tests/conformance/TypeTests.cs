using System.Reflection;
using System.Text.Json;
using Xunit;

namespace Conformance.Tests;

/// <summary>The classes and enumerations that stand-ins emit, against their table, both ways.</summary>
public sealed class TypeTests
{
    [Fact]
    public void TypesThatAreNotThereAreListed()
    {
        using StandInSession session = new();
        Assembly assembly = Assembly(session);
        Deviations.Compare(
            "Types that are not there yet",
            Tables.Types.Keys.Where(name => assembly.GetType(name) is null));
    }

    [Fact]
    public void TypesInNoTableAreListed()
    {
        using StandInSession session = new();
        Deviations.Compare(
            "Types in no table",
            Assembly(session).GetExportedTypes()
                .Where(type => !typeof(System.Management.Automation.Cmdlet).IsAssignableFrom(type))
                .Select(type => type.FullName!)
                .Where(name => name.StartsWith("Microsoft.", StringComparison.Ordinal))
                .Where(name => !Tables.Types.ContainsKey(name)));
    }

    [Fact]
    public void TypesDeviateOnlyWhereTheyAreListed()
    {
        using StandInSession session = new();
        Assembly assembly = Assembly(session);
        List<string> deviations = [];
        foreach ((string name, JsonElement table) in Tables.Types)
        {
            if (assembly.GetType(name) is { } type)
            {
                IEnumerable<string> texts = type.IsEnum ? CompareEnum(type, table) : CompareClass(type, table);
                deviations.AddRange(texts.Select(text => $"{type.Name}{text}"));
            }
        }

        Deviations.Compare("Deviations of types", deviations);
    }

    private static Assembly Assembly(StandInSession session) =>
        ((Type)session.Run("(Get-Command Get-ClusterNode).ImplementingType")[0].BaseObject).Assembly;

    private static IEnumerable<string> CompareEnum(Type type, JsonElement table)
    {
        if (table.GetProperty("kind").GetString() != "enum")
        {
            yield return " is an enumeration";
            yield break;
        }

        string underlying = Enum.GetUnderlyingType(type).Name;
        if (underlying != table.GetProperty("underlying").GetString())
        {
            yield return $" is a {underlying}";
        }

        if (type.IsDefined(typeof(FlagsAttribute)) != table.GetProperty("flags").GetBoolean())
        {
            yield return " differs in being flags";
        }

        Dictionary<string, decimal> ours = Enum.GetNames(type).ToDictionary(
            name => name,
            name => Convert.ToDecimal(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture));
        Dictionary<string, decimal> wanted = table.GetProperty("values").EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetDecimal());
        foreach (string name in ours.Keys.Union(wanted.Keys))
        {
            bool both = ours.TryGetValue(name, out decimal own) & wanted.TryGetValue(name, out decimal number);
            if (!both || own != number)
            {
                yield return $".{name} differs";
            }
        }
    }

    private static IEnumerable<string> CompareClass(Type type, JsonElement table)
    {
        Dictionary<string, string> wanted = table.GetProperty("properties").EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value.GetString()!);
        Dictionary<string, string> ours = [];
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // The one of the class itself wins over the one that it hides.
            if (!ours.ContainsKey(property.Name) || property.DeclaringType == type)
            {
                ours[property.Name] = TypeNames.Of(property.PropertyType);
            }
        }

        foreach (string name in wanted.Keys.Except(ours.Keys))
        {
            yield return $".{name} is missing";
        }

        foreach (string name in ours.Keys.Except(wanted.Keys))
        {
            yield return $".{name} is added";
        }

        foreach (string name in ours.Keys.Intersect(wanted.Keys).Where(name => ours[name] != wanted[name]))
        {
            yield return $".{name} is a {ours[name]} instead of {wanted[name]}";
        }
    }
}

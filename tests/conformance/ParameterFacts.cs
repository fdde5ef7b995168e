using System.Globalization;
using System.Management.Automation;

namespace Conformance.Tests;

/// <summary>A parameter in one of its sets: a type and what is said of it.</summary>
internal sealed record ParameterFacts(
    string Type,
    bool Required,
    int? Position,
    bool ByValue,
    bool ByPropertyName,
    bool Remaining,
    string Aliases,
    string Values)
{
    /// <summary>Reads an entry such as <c>string[] [required, pos 0, byValue, alias VMName]</c>.</summary>
    public static ParameterFacts Parse(string entry)
    {
        int bracket = entry.IndexOf(" [", StringComparison.Ordinal);
        string type = bracket < 0 ? entry : entry[..bracket];
        ParameterFacts facts = new(type, false, null, false, false, false, string.Empty, string.Empty);
        string[] said = bracket < 0 ? [] : entry[(bracket + 2)..^1].Split(", ");
        foreach (string one in said)
        {
            facts = one.ToLowerInvariant() switch
            {
                "required" => facts with { Required = true },
                "byvalue" => facts with { ByValue = true },
                "bypropertyname" => facts with { ByPropertyName = true },
                "remaining" => facts with { Remaining = true },
                string text when text.StartsWith("pos ", StringComparison.Ordinal) =>
                    facts with { Position = int.Parse(text[4..], CultureInfo.InvariantCulture) },
                string text when text.StartsWith("alias ", StringComparison.Ordinal) =>
                    facts with { Aliases = Join(one[6..].Split('|')) },
                string text when text.StartsWith("values ", StringComparison.Ordinal) =>
                    facts with { Values = Join(one[7..].Split('|')) },
                _ => throw new FormatException($"'{one}' in '{entry}'"),
            };
        }

        return facts;
    }

    /// <summary>What a parameter of ours says.</summary>
    public static ParameterFacts Of(CommandParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        Type plain = type.IsArray ? type.GetElementType()! : type;
        return new ParameterFacts(
            TypeNames.Of(type),
            parameter.IsMandatory,
            parameter.Position < 0 ? null : parameter.Position,
            parameter.ValueFromPipeline,
            parameter.ValueFromPipelineByPropertyName,
            parameter.ValueFromRemainingArguments,
            Join(parameter.Aliases),
            plain.IsEnum ? Join(Enum.GetNames(plain)) : string.Empty);
    }

    /// <summary>What differs from the table, apart from the type.</summary>
    public IEnumerable<string> Differences(ParameterFacts table)
    {
        if (Required != table.Required)
        {
            yield return Required ? "is mandatory" : "is not mandatory";
        }

        if (Position != table.Position)
        {
            yield return $"has position {Show(Position)} instead of {Show(table.Position)}";
        }

        if (ByValue != table.ByValue)
        {
            yield return ByValue ? "takes the pipeline by value" : "does not take the pipeline by value";
        }

        if (ByPropertyName != table.ByPropertyName)
        {
            yield return ByPropertyName ? "takes the pipeline by name" : "does not take the pipeline by name";
        }

        if (Remaining != table.Remaining)
        {
            yield return Remaining ? "takes the remaining arguments" : "does not take the remaining arguments";
        }

        if (!string.Equals(Aliases, table.Aliases, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"has aliases '{Aliases}' instead of '{table.Aliases}'";
        }

        if (table.Values.Length > 0 && !string.Equals(Values, table.Values, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"takes '{Values}' instead of '{table.Values}'";
        }
    }

    private static string Show(int? position) => position?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Join(IEnumerable<string> names) =>
        string.Join("|", names.Order(StringComparer.OrdinalIgnoreCase));
}

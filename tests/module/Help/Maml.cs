using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Module.Tests.Help;

/// <summary>Writes help as Get-Help reads it: texts of the pages, facts of the cmdlets themselves.</summary>
internal static class Maml
{
    private static readonly XNamespace MamlSpace = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace CommandSpace = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace DevSpace = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<(HelpPage Page, CmdletInfo Cmdlet)> commands)
    {
        XElement items = new(
            XName.Get("helpItems", "http://msh"),
            new XAttribute("schema", "maml"),
            commands.Select(command => Command(command.Page, command.Cmdlet)));
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        XmlWriterSettings settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            items.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The parameters that are the cmdlet's own.</summary>
    public static IEnumerable<ParameterMetadata> OwnParameters(CmdletInfo cmdlet) => cmdlet.Parameters.Values
        .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)
            && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name))
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal);

    private static XElement Command(HelpPage page, CmdletInfo cmdlet) => new(
        CommandSpace + "command",
        new XAttribute(XNamespace.Xmlns + "maml", MamlSpace),
        new XAttribute(XNamespace.Xmlns + "command", CommandSpace),
        new XAttribute(XNamespace.Xmlns + "dev", DevSpace),
        new XElement(
            CommandSpace + "details",
            new XElement(CommandSpace + "name", cmdlet.Name),
            new XElement(CommandSpace + "verb", cmdlet.Verb),
            new XElement(CommandSpace + "noun", cmdlet.Noun),
            new XElement(MamlSpace + "description", Para(page.Synopsis))),
        new XElement(MamlSpace + "description", page.Description.Select(Para)),
        new XElement(CommandSpace + "syntax", cmdlet.ParameterSets.Select(set => Syntax(page, cmdlet, set))),
        new XElement(CommandSpace + "parameters", OwnParameters(cmdlet).Select(one => Parameter(page, cmdlet, one))),
        new XElement(CommandSpace + "inputTypes", page.Inputs.Select(input => Typed("inputType", input))),
        new XElement(CommandSpace + "returnValues", page.Outputs.Select(output => Typed("returnValue", output))),
        new XElement(CommandSpace + "examples", page.Examples.Select(Example)),
        new XElement(CommandSpace + "relatedLinks", page.Related.Select(Link)));

    private static XElement Syntax(HelpPage page, CmdletInfo cmdlet, CommandParameterSetInfo set)
    {
        HashSet<string> own = OwnParameters(cmdlet).Select(parameter => parameter.Name).ToHashSet();
        IEnumerable<CommandParameterInfo> parameters = set.Parameters
            .Where(parameter => own.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .ThenByDescending(parameter => parameter.IsMandatory)
            .ThenBy(parameter => parameter.Name, StringComparer.Ordinal);
        return new XElement(
            CommandSpace + "syntaxItem",
            new XElement(MamlSpace + "name", cmdlet.Name),
            parameters.Select(one => Element(
                page, cmdlet, one.Name, one.ParameterType, one.IsMandatory, one.Position, Pipeline(one), one.Aliases)));
    }

    private static XElement Parameter(HelpPage page, CmdletInfo cmdlet, ParameterMetadata parameter)
    {
        CommandParameterInfo[] uses =
            [.. cmdlet.ParameterSets.SelectMany(set => set.Parameters).Where(one => one.Name == parameter.Name)];
        return Element(
            page,
            cmdlet,
            parameter.Name,
            parameter.ParameterType,
            uses.Any(one => one.IsMandatory),
            uses.Max(one => one.Position),
            uses.Select(Pipeline).OrderByDescending(text => text.Length).First(),
            parameter.Aliases);
    }

    private static XElement Element(
        HelpPage page,
        CmdletInfo cmdlet,
        string name,
        Type type,
        bool mandatory,
        int position,
        string pipeline,
        IReadOnlyCollection<string> aliases)
    {
        bool isSwitch = type == typeof(SwitchParameter);
        PropertyInfo property = cmdlet.ImplementingType.GetProperty(name)!;
        return new XElement(
            CommandSpace + "parameter",
            new XAttribute("required", mandatory ? "true" : "false"),
            new XAttribute("variableLength", type.IsArray ? "true" : "false"),
            new XAttribute("globbing", property.IsDefined(typeof(SupportsWildcardsAttribute)) ? "true" : "false"),
            new XAttribute("pipelineInput", pipeline),
            new XAttribute("position", position < 0 ? "named" : position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", aliases.Count == 0 ? "none" : string.Join(", ", aliases)),
            new XElement(MamlSpace + "name", name),
            new XElement(MamlSpace + "description", page.Parameters[name].Select(Para)),
            isSwitch
                ? null
                : new XElement(
                    CommandSpace + "parameterValue",
                    new XAttribute("required", "true"),
                    new XAttribute("variableLength", type.IsArray ? "true" : "false"),
                    Short(type)),
            new XElement(DevSpace + "type", new XElement(MamlSpace + "name", Short(type))));
    }

    private static string Pipeline(CommandParameterInfo parameter) =>
        (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string Short(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying ? underlying.Name : type.Name;

    private static XElement Typed(string element, (string Type, string Text) value) => new(
        CommandSpace + element,
        new XElement(DevSpace + "type", new XElement(MamlSpace + "name", value.Type)),
        new XElement(MamlSpace + "description", Para(value.Text)));

    private static XElement Example(HelpExample example, int index) => new(
        CommandSpace + "example",
        new XElement(MamlSpace + "title", $"Example {index + 1}: {example.Title}"),
        new XElement(DevSpace + "code", example.Code),
        new XElement(DevSpace + "remarks", example.Remarks.Select(Para)));

    private static XElement Link(string name) => new(
        MamlSpace + "navigationLink", new XElement(MamlSpace + "linkText", name), new XElement(MamlSpace + "uri"));

    private static XElement Para(string text) => new(MamlSpace + "para", text);
}

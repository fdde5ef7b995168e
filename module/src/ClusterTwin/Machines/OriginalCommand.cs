using System.Collections.ObjectModel;
using System.Management.Automation;

namespace ClusterTwin.Machines;

/// <summary>The command that a guarded name means without a twin, and the parameters that it takes.</summary>
internal static class OriginalCommand
{
    private static readonly string[] StandIns = ["FailoverClusters", "Hyper-V", "Storage", "ClusterAwareUpdating"];

    /// <summary>While this thread looks for an original, the guard of qualified names lets it through.</summary>
    [ThreadStatic]
    private static bool _isLooking;

    /// <summary>Whether this thread is looking for an original.</summary>
    public static bool IsLooking => _isLooking;

    /// <summary>Finds the original; none where this engine does not have it.</summary>
    /// <param name="called">How it was called: a program may be called by its path.</param>
    public static CommandInfo? Find(CommandInvocationIntrinsics commands, ProductionName command, string called)
    {
        _isLooking = true;
        try
        {
            if (command.IsProgram)
            {
                bool isPath = called.IndexOfAny(['\\', '/']) >= 0;
                return commands.GetCommand(isPath ? called : command.Name, CommandTypes.Application);
            }

            // A function of the user's own that stands for it is meant, too.
            if (command.TakesPaths)
            {
                return commands.GetCommand(command.Name, CommandTypes.Cmdlet | CommandTypes.Function);
            }

            // Where the twin's own module stands for the original's, behind the name is only what refuses it.
            return IsOfStandIn(command)
                ? null
                : commands.GetCommand(
                    $"{command.Module}\\{command.Name}", CommandTypes.Cmdlet | CommandTypes.Function);
        }
        catch (RuntimeException)
        {
            // A module that can't be loaded here: the original is not there.
            return null;
        }
        finally
        {
            _isLooking = false;
        }
    }

    /// <summary>Whether the twin's own module stands for the module of the original.</summary>
    public static bool IsOfStandIn(ProductionName command) => StandIns.Contains(command.Module);

    /// <summary>
    /// The parameters of a guarded command, those of the original and those that the twin heeds: all optional and
    /// named, so that the original binds its own.
    /// </summary>
    public static IEnumerable<RuntimeDefinedParameter> Parameters(ProductionName command, CommandInfo? original)
    {
        if (command.IsProgram)
        {
            return [];
        }

        // Who is no machine's command takes no machine's name: one more would make "-s" of Start-Sleep ambiguous.
        string[] targets = command.Answer is null && command.AnswerLocally is not null ? []
            : original is not null ? ["ComputerName"]
            : ["ComputerName", "CimSession", "Session", "TargetName"];
        RuntimeDefinedParameter[] known = original is null
            ? []
            : [.. original.Parameters.Values
                .Where(one => !Cmdlet.CommonParameters.Contains(one.Name))
                .Select(one => Make(one.Name, TypeOf(command, one), one.Aliases))];

        // An engine's original may lack what a runbook for Windows uses: Restart-Computer names no machine elsewhere.
        var taken = new HashSet<string>(known.SelectMany(NamesOf), StringComparer.OrdinalIgnoreCase);
        return known.Concat(targets.Concat(command.Positions).Concat(command.Heeded)
            .Where(taken.Add)
            .Select(name => Make(
                name,
                command.Switches.Contains(name) ? typeof(SwitchParameter) : typeof(object),
                name == "ComputerName" && taken.Add("Cn") ? ["Cn"] : [])));
    }

    private static IEnumerable<string> NamesOf(RuntimeDefinedParameter parameter) =>
        parameter.Attributes.OfType<AliasAttribute>().SelectMany(one => one.AliasNames).Append(parameter.Name);

    /// <summary>
    /// The type of a parameter. What goes on to the original is converted there: an encoding by its name, a script that
    /// is run for each item of the pipeline.
    /// </summary>
    private static Type TypeOf(ProductionName command, ParameterMetadata parameter)
    {
        bool isConvertedThere = command.TakesPaths && !parameter.SwitchParameter;
        return isConvertedThere || IsTarget(parameter.Name) ? typeof(object) : parameter.ParameterType;
    }

    private static bool IsTarget(string name) =>
        ProductionNames.Targets.Contains(name, StringComparer.OrdinalIgnoreCase) && name != "InputObject";

    private static RuntimeDefinedParameter Make(string name, Type type, IReadOnlyCollection<string> aliases)
    {
        var attributes = new Collection<Attribute> { new ParameterAttribute() };
        if (aliases.Count > 0)
        {
            attributes.Add(new AliasAttribute([.. aliases]));
        }

        return new RuntimeDefinedParameter(name, type, attributes);
    }
}

using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Test-Cluster</c>: validates the cluster, and writes a report.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Cluster", DefaultParameterSetName = "InputObject", SupportsShouldProcess = true)]
[OutputType(typeof(ClusterTestInfo))]
[OutputType(typeof(System.IO.FileInfo))]
public sealed class TestClusterCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes; a whole cluster is validated, so that they only have to be its own.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Node { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public object[]? Disk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public object[]? Pool { get; set; }

    /// <summary>The name of the report, without its ending.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? ReportName { get; set; }

    /// <summary>Lists the tests instead of running them.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter List { get; set; }

    /// <summary>Names of tests or categories that are run.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public StringCollection? Include { get; set; }

    /// <summary>Names of tests or categories that are left out.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public StringCollection? Ignore { get; set; }

    /// <summary>Asks nothing; nothing is asked here.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Force { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter KeepLocalStoragePoolsOnline { get; set; }

    internal override string Doing => "validating";

    internal override void AnswerOnObject()
    {
        if (List)
        {
            WriteObject(ValidationTests.Selected(Context, Include, Ignore), true);
            return;
        }

        List<NodeView> nodes = Context.ReadNodes();
        foreach (string name in NamePattern.Texts(Node))
        {
            if (NamePattern.Select(nodes, name, view => view.Name).Count == 0)
            {
                WriteError(ClusterErrors.NotFound(
                    CmdletName, Doing, name, "The cluster node is not found.", 5042));
                return;
            }
        }

        if (ShouldProcess(Context.Twin.ClusterName))
        {
            Attempt(Context.Twin.ClusterName, Validate);
        }
    }

    private void Validate()
    {
        ValidationTests tests = ValidationTests.Run(Context, Include, Ignore);
        foreach (ValidationResult result in tests.Results.Where(result => result.IsFinding))
        {
            WriteWarning($"{result.Test.Category} - {result.Test.DisplayName}: {result.Summary}");
        }

        string outcome = tests.Outcome;
        DateTimeOffset now = LoggedEvent.Now(Context);
        string path = ReportPath(now);
        try
        {
            File.WriteAllText(path, ValidationReport.Write(Context.Twin.ClusterName, now, outcome, tests.Results));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(TwinErrors.Record(
                error, CmdletName, ErrorCategory.WriteError, path, "Give -ReportName a path that can be written to."));
        }

        WriteWarning($"\nTest Result:\n{outcome}\nTest report file path: {path}");
        WriteObject(new FileInfo(path));
    }

    private string ReportPath(DateTimeOffset now)
    {
        if (ReportName is { Length: > 0 })
        {
            string full = ReportName.IndexOfAny(['/', '\\']) < 0
                ? Path.Combine(Path.GetTempPath(), ReportName)
                : GetUnresolvedProviderPathFromPSPath(ReportName);
            return full.EndsWith(".htm", StringComparison.OrdinalIgnoreCase) ? full : full + ".htm";
        }

        string stamp = now.ToString("yyyy.MM.dd 'At' HH.mm.ss", System.Globalization.CultureInfo.InvariantCulture);
        return Path.Combine(Path.GetTempPath(), $"Validation Report {stamp}.htm");
    }
}

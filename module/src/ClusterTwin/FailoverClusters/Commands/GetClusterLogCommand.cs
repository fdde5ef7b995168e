using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterLog</c>: writes the log of each node to a file.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterLog", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(System.IO.FileInfo))]
public sealed class GetClusterLogCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes; all where none is named.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Node { get; set; }

    /// <summary>The folder; the temporary one where none is given.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? Destination { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? PerformanceHistoryTimeFrame { get; set; }

    /// <summary>How many minutes back.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("Span")]
    public uint TimeSpan { get; set; }

    /// <summary>Taken: virtual time is told in UTC either way.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("lt")]
    public SwitchParameter UseLocalTime { get; set; }

    /// <summary>Taken: the log holds events only.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("scs")]
    public SwitchParameter SkipClusterState { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter Health { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter Netft { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter ExportClusterPerformanceHistory { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter NetworkDiagnostics { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public int NetworkDiagnosticsLevel { get; set; }

    /// <summary>Taken: nothing has to be collated.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter NoCollateLogs { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter ClusWmi { get; set; }

    internal override string Doing => "writing the log of";

    internal override void AnswerOnObject()
    {
        List<string> nodes = [.. Context.ReadNodes().Select(view => view.Name)];
        IEnumerable<string> wanted = Input is ClusterNode input ? [input.Name] : NamePattern.Texts(Node);
        string[] named = [.. wanted];
        if (named.Length > 0)
        {
            foreach (string missing in named.Where(name => NamePattern.Select(nodes, name, one => one).Count == 0))
            {
                WriteError(ClusterErrors.NotFound(
                    CmdletName, Doing, missing, "The cluster node is not found.", 5042));
            }

            nodes = [.. nodes.Where(node => named.Any(name => NamePattern.Select([node], name, one => one).Count > 0))];
        }

        string folder = Destination is null
            ? Path.GetTempPath()
            : GetUnresolvedProviderPathFromPSPath(Destination);
        IReadOnlyList<LoggedEvent> events = LoggedEvent.ReadAll(Context);
        DateTimeOffset? since = IsBound(nameof(TimeSpan))
            ? LoggedEvent.Now(Context).AddMinutes(-(double)TimeSpan)
            : null;
        foreach (string node in nodes)
        {
            // Each node keeps what is about itself and about the cluster; what is about other nodes it only hears of.
            IEnumerable<string> lines = events
                .Where(one => since is null || one.At >= since)
                .Where(one => NamePattern.Same(one.Subject, node) || !nodes.Contains(one.Subject))
                .Select(one => one.ToLine());
            WriteFile(Path.Combine(folder, node + "_cluster.log"), lines);
        }
    }

    private void WriteFile(string path, IEnumerable<string> lines)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
            WriteObject(new FileInfo(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            WriteError(TwinErrors.Record(
                error, CmdletName, ErrorCategory.WriteError, path, "Give a folder that can be written to."));
        }
    }
}

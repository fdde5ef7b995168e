using System.Globalization;
using System.Net;
using System.Text;

namespace ClusterTwin;

/// <summary>The report of a validation: one page of HTML without anything from elsewhere.</summary>
internal static class ValidationReport
{
    /// <summary>Writes the page.</summary>
    public static string Write(
        string cluster, DateTimeOffset now, string outcome, IReadOnlyList<ValidationResult> results)
    {
        string time = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<title>Failover Cluster Validation Report: {Text(cluster)}</title>\n</head>\n<body>\n");
        page.Append("<h1>Failover Cluster Validation Report</h1>\n");
        page.Append($"<p>Cluster twin of {Text(cluster)}, {time} UTC (virtual time). {Text(outcome)}</p>\n");
        foreach (IGrouping<string, ValidationResult> category in results.GroupBy(result => result.Test.Category))
        {
            page.Append($"<h2>{Text(category.Key)}</h2>\n<table>\n");
            foreach (ValidationResult result in category)
            {
                page.Append($"<tr><td>{Text(result.Test.DisplayName)}</td><td>{result.Word}</td></tr>\n");
                foreach (ValidationFinding finding in result.Findings)
                {
                    page.Append($"<tr><td>{Text(finding.Rule)} {Text(finding.Subject)}</td>");
                    page.Append($"<td>{Text(finding.Message)} {Text(finding.Remedy)}</td></tr>\n");
                }
            }

            page.Append("</table>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

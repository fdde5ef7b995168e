using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Export-RollingUpgradePlan: writes a plan: a document, text, or a runbook for a change board.</summary>
[Cmdlet(VerbsData.Export, "RollingUpgradePlan", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRollingUpgradePlanCommand : RollingUpgradeCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>A plan, or the path of a file that holds one.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PlanSource? Plan { get; set; }

    /// <summary>The form: the document, text, or a runbook in Markdown.</summary>
    [Parameter]
    [ValidateSet("Json", "Text", "Runbook")]
    public string As { get; set; } = "Json";

    /// <inheritdoc/>
    protected override void Execute()
    {
        UpgradePlan plan = Plan!.Read(FullPath, this);
        string text = Form(plan);
        string full = FullPath(Path);
        if (ShouldProcess(full, $"Write the plan for {plan.Cluster}"))
        {
            DocumentFile.Write(full, text);
            WriteObject(new FileInfo(full));
        }
    }

    private string Form(UpgradePlan plan)
    {
        if (As.Equals("Json", StringComparison.OrdinalIgnoreCase))
        {
            return plan.ToJson();
        }

        using JsonDocument text = Ask(
            NativeFunction.PlanText,
            new JsonObject { ["plan"] = plan.ToNode(), ["form"] = As.ToLowerInvariant() });
        return text.RootElement.GetString() ?? string.Empty;
    }
}

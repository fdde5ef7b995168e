using Conformance.Tests;
using Xunit;

namespace Module.Tests;

/// <summary>The times of a plan's steps, as objects tell them.</summary>
public sealed class PlanStepTests
{
    [Fact]
    public void A_move_takes_from_its_start_to_its_end_and_other_steps_have_a_range()
    {
        using ModuleSession session = new();
        string[] said = session.Texts(
            """
            param($Path)
            $steps = (New-RollingUpgradePlan 2016 -Path $Path).Steps
            foreach ($step in $steps) {
                if ($step.Kind -ceq 'moveRole') {
                    $step.Likely -gt 0 -and $step.Likely -eq $step.Ends - $step.Starts -and $null -eq $step.High
                }
                else {
                    $step.Low -le $step.Likely -and $step.Likely -le $step.High -and $null -eq $step.Ends
                }
            }
            """,
            StagedModule.Scenario("contoso-2012r2"));
        Assert.Equal(64, said.Length);
        Assert.DoesNotContain("False", said);
    }
}

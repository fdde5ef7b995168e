using Xunit;

namespace Conformance.Tests;

/// <summary>
/// The node cycle with Storage Spaces Direct, step by step ("Taking a Storage Spaces Direct server offline for
/// maintenance", learn.microsoft.com), and the supported versions of a host ("Get-VMHostSupportedVersion").
/// </summary>
public sealed class WalkthroughNodeCycleTests
{
    private const string Disks =
        "Get-VirtualDisk | % { \"$($_.FriendlyName) $($_.OperationalStatus) $($_.HealthStatus)\" }";

    [Fact]
    public void ANodeGoesIntoMaintenanceAndTheDisksAreRepaired()
    {
        using StandInSession session = new("s2d-2022");
        Assert.Equal(All("OK", "Healthy"), session.Text(Disks));
        Assert.Equal(
            "Mirror|Mirror|Mirror", session.Text("Get-VirtualDisk | % ResiliencySettingName"));
        Assert.Equal("Paused", session.Text("(Suspend-ClusterNode Server1 -Drain -Wait).State"));
        session.Run("Get-StorageScaleUnit -FriendlyName Server1 | Enable-StorageMaintenanceMode");
        Assert.Empty(session.Errors);
        Assert.Equal(
            "0",
            session.Text("@(Get-StorageScaleUnit -FriendlyName Server1 | Get-StorageFaultDomain -Type PhysicalDisk | "
                + "Where-Object OperationalStatus -ne 'In Maintenance Mode').Count"));
        session.Run("Restart-Computer -ComputerName Server1 -Wait -For PowerShell -Force");
        Assert.Empty(session.Errors);
        Assert.Equal(All("Incomplete", "Warning"), session.Text(Disks));
        session.Run("Get-StorageScaleUnit -FriendlyName Server1 | Disable-StorageMaintenanceMode");
        Assert.Equal("Up", session.Text("(Resume-ClusterNode Server1 -Failback Immediate).State"));
        Assert.Equal(All("InService", "Warning"), session.Text(Disks));
        Assert.Equal("Repair|Repair|Repair", session.Text("Get-StorageJob | % Name"));
        Assert.Equal("Running|Running|Running", session.Text("Get-StorageJob | % JobState"));
        Assert.Equal(
            "5987",
            session.Text("try { Suspend-ClusterNode Server2 -Drain -EA Stop } "
                + "catch { $_.Exception.HResult -band 0xFFFF }"));
        session.Run("while (Get-StorageJob) { Start-Sleep -Seconds 60 }");
        Assert.Empty(session.Errors);
        Assert.Equal(All("OK", "Healthy"), session.Text(Disks));
        Assert.Equal("Paused", session.Text("(Suspend-ClusterNode Server2 -Drain -Wait).State"));
    }

    [Fact]
    public void AWholeClusterIsPatchedOffline()
    {
        using StandInSession session = new("s2d-2022");
        session.Run("Stop-Cluster -Force");
        Assert.Empty(session.Errors);
        Assert.Equal(
            "ClusterEndpointNotRegistered", session.Error("Get-ClusterNode").FullyQualifiedErrorId.Split(',')[0]);
        Assert.NotEmpty(session.Text("(Start-Cluster).Name"));
        Assert.Equal("4", session.Text("@(Get-ClusterNode | Where-Object State -eq Up).Count"));
        session.Run("Start-Sleep -Seconds 120");
        Assert.Equal("0", session.Text("@(Get-ClusterGroup | Where-Object State -notin Online, Offline).Count"));
    }

    [Fact]
    public void AHostOf2025SupportsTheDocumentedVersions()
    {
        using StandInSession session = new("s2d-2022");
        string install =
            """
            [void](Suspend-ClusterNode Server1 -Drain -Wait)
            Remove-ClusterNode Server1 -Force
            $request = '{"operation":"install","machine":"Server1","release":"2025"}'
            [void]$Twin.Handle.Call([Text.Encoding]::UTF8.GetBytes($request), $null)
            Start-Sleep -Seconds 14400
            Get-VMHostSupportedVersion -ComputerName Server1 | % { "$($_.Version) $($_.IsDefault)" }
            """;
        string[] rows = session.Text(install).Split('|');
        string[] versions =
            ["8.0", "8.1", "8.2", "8.3", "9.0", "9.1", "9.2", "9.3", "10.0", "10.5", "11.0", "11.1", "11.2", "12.0"];
        Assert.Equal(versions.Select(version => $"{version} {version == "12.0"}"), rows);
    }

    private static string All(string status, string health) =>
        string.Join("|", Enumerable.Range(1, 3).Select(disk => $"MyVolume{disk} {status} {health}"));
}

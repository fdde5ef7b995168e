namespace Microsoft.HyperV.PowerShell;

/// <summary>
/// The names that hosts give to configuration versions (learn.microsoft.com: "Upgrade virtual machine version in
/// Hyper-V", and the rolling-upgrade page).
/// </summary>
internal static class SupportedVersionNames
{
    public static string Of(string version) => version switch
    {
        "5.0" => "Microsoft Windows 8.1/Server 2012 R2",
        "6.2" => "Microsoft Windows 10 1507/Server 2016 Technical Preview 3",
        "7.0" => "Microsoft Windows 10 1511/Server 2016 Technical Preview 4",
        "7.1" => "Microsoft Windows Server 2016 Technical Preview 5",
        "8.0" => "Microsoft Windows 10 Anniversary Update/Server 2016",
        "8.1" => "Microsoft Windows 10 Creators Update",
        "8.2" => "Microsoft Windows 10 Fall Creators Update/Server 1709",
        "8.3" => "Microsoft Windows 10 April 2018 Update/Server 1803",
        "9.0" => "Microsoft Windows 10 October 2018 Update/Server 2019",
        "9.1" => "Microsoft Windows 10 May 2019 Update/Server 1903",
        "9.2" => "Microsoft Windows 10 May 2020 Update/Server 2004",
        "9.3" => "Microsoft Windows (Manganese)",
        "10.0" => "Microsoft Windows Server 2022",
        "10.5" => "Microsoft Host OS (Cobalt+)",
        "11.0" => "Microsoft Windows 11 (22H2)",
        "11.1" => "Microsoft Windows (Copper)",
        "11.2" => "Microsoft Windows (Zinc)",
        "12.0" => "Microsoft Windows Server 2025",
        _ => $"Microsoft Windows ({version})",
    };
}

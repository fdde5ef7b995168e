using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Conformance.Tests;

namespace Module.Tests;

/// <summary>The project's own host in a process of its own.</summary>
internal static class OtherProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static string HostAssembly { get; } = Path.GetFullPath(
        typeof(OtherProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "HostAssembly").Value!);

    /// <summary>Runs a command; its exit code, and what it wrote to both streams.</summary>
    public static (int ExitCode, string Output) Run(string command) => Start(["-Command", command]);

    /// <summary>Runs a script file; its exit code, and what it wrote to both streams.</summary>
    public static (int ExitCode, string Output) RunFile(string path, params string[] arguments) =>
        Start(["-File", path, .. arguments]);

    /// <summary>Starts the host without waiting for it.</summary>
    public static Process Begin(params string[] arguments)
    {
        ProcessStartInfo start = new(DotNet())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = StagedModule.Checkout,
        };
        start.ArgumentList.Add(HostAssembly);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
    }

    private static (int ExitCode, string Output) Start(string[] arguments)
    {
        using Process process = Begin(arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The host did not end: {output.Result}");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>The dotnet that this process runs on.</summary>
    private static string DotNet()
    {
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        return Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    }
}

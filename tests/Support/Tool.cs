using System.Diagnostics;
using System.Text;

namespace Helios.Support;

/// <summary>Runs a program of the host to its end: compilers, ps, mount.</summary>
public static class Tool
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>The path of a program on PATH; null when there is none.</summary>
    public static string? Find(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Append("/sbin")
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    public static ToolResult Run(string name, params IEnumerable<string> arguments)
        => Run(new ProcessStartInfo(Find(name) ?? throw new FileNotFoundException($"{name} is not on PATH"), arguments));

    /// <summary>Runs it with an environment, a working directory or input of the caller's choice.</summary>
    public static ToolResult Run(ProcessStartInfo start, string input = "", TimeSpan? limit = null)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        StringBuilder errors = new();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(limit ?? s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end within {limit ?? s_limit}");
        }

        process.WaitForExit();
        return new ToolResult(process.ExitCode, output.GetAwaiter().GetResult(), errors.ToString().Trim());
    }
}

using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;

namespace Helios.Support;

/// <summary>Whether a program of the host works here, found by running it once. One that is installed and does not work is none.</summary>
public static class ToolTrial
{
    /// <summary>What each is tried with; the others have to tell their version.</summary>
    private static readonly Dictionary<string, string[]> s_arguments = new()
    {
        ["bash"] = ["-c", "exit"],
        ["busybox"] = ["true"],
        ["dash"] = ["-c", "exit"],
        ["dbus-daemon"] = ["--version"],
        ["fish"] = ["-c", "exit"],
        ["ip"] = ["-Version"],
        ["nsenter"] = ["--mount=/proc/self/ns/mnt", "true"],
        ["openssl"] = ["version"],
        ["python3"] = ["-c", "pass"],
        ["setpriv"] = ["--reuid=65534", "--regid=65534", "--clear-groups", "true"],
        ["su"] = ["--version"],
        ["unshare"] = ["--mount", "--propagation=private", "true"],
        ["useradd"] = ["--help"],
        ["zsh"] = ["-c", "exit"],
    };

    private static readonly ConcurrentDictionary<string, string?> s_found = new();

    /// <summary>Why it cannot be used, in one line; null when it can.</summary>
    /// <param name="name">Its name, or its path where a test needs it there.</param>
    public static string? WhyNot(string name) => s_found.GetOrAdd(name, static name => Try(name));

    private static string? Try(string name)
    {
        if (Tool.Find(name) is not { } path)
        {
            return $"needs the program {name}";
        }

        try
        {
            ToolResult run = Tool.Run(new(path, s_arguments.GetValueOrDefault(Path.GetFileName(name), ["--version"])));
            return run.ExitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{name} does not work here: exit code {run.ExitCode}{Said(run)}");
        }
        catch (Exception failure) when (failure is Win32Exception or TimeoutException or IOException)
        {
            return $"{name} does not work here: {failure.Message}";
        }
    }

    private static string Said(ToolResult run) => run.Errors.Length == 0 ? "" : ": " + run.Errors.Split('\n')[0];
}

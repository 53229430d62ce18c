using System.Diagnostics;
using System.Text.Json;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>A call of an OCI runtime that is under way, with the log it writes.</summary>
public sealed class OciCall : IDisposable
{
    private readonly Process _process;
    private readonly string _log;
    private readonly Task<string> _errors;
    private readonly Task<string> _output;

    internal OciCall(Process process, string log)
    {
        _process = process;
        OciReaper.Awaited[process.Id] = true;
        _log = log;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it wrote an error to its log: it failed itself, rather than passing on a payload's exit code.</summary>
    public bool HasFailed => _process.ExitCode != 0 && Complaint() is not null;

    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(CaseRun.Patience);

    /// <summary>The complaint as a failed start, with the exit codes that shells and runtimes agree on.</summary>
    public BackendException Failure(string step)
    {
        string complaint = Complaint() ?? (_output.IsCompleted && _errors.IsCompleted ? _output.Result + _errors.Result : "no reason given");
        string lower = complaint.ToLowerInvariant();
        bool isProgram = !lower.Contains("chdir", StringComparison.Ordinal) && !lower.Contains("cwd", StringComparison.Ordinal) && !lower.Contains("mount", StringComparison.Ordinal);
        LaunchFailure kind = !isProgram ? LaunchFailure.Step
            : lower.Contains("no such file", StringComparison.Ordinal) || lower.Contains("not found", StringComparison.Ordinal) ? LaunchFailure.NotFound
            : lower.Contains("not permitted", StringComparison.Ordinal) || lower.Contains("permission denied", StringComparison.Ordinal) || lower.Contains("is a directory", StringComparison.Ordinal) ? LaunchFailure.NotExecutable
            : LaunchFailure.Step;
        return new BackendException(new ExitCause.LaunchFailed(step, complaint.ReplaceLineEndings(" ").Trim(), kind));
    }

    public void Dispose()
    {
        OciReaper.Awaited.TryRemove(_process.Id, out _);
        _process.Dispose();
    }

    private string? Complaint()
    {
        if (!File.Exists(_log))
        {
            return null;
        }

        // The last error is the outermost; runc logs those of its parts before it.
        string? line = File.ReadAllLines(_log).LastOrDefault(static line => line.Contains("\"level\":\"error\"", StringComparison.Ordinal) || line.Contains("\"level\": \"error\"", StringComparison.Ordinal));
        if (line is null)
        {
            return null;
        }

        using JsonDocument entry = JsonDocument.Parse(line);
        return entry.RootElement.GetProperty("msg").GetString();
    }
}

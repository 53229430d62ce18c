using System.Collections;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Picks where events come from, and falls back with the reason said.</summary>
internal static class SourceChoice
{
    /// <summary>Opens the best source that works.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="terminal">The program's terminal; null to share forktop's streams.</param>
    /// <exception cref="ForktopException">None works, or the one that was asked for does not.</exception>
    internal static IEventSource Open(ForktopOptions options, FileFd? terminal)
    {
        if (options.Replay is { } recording)
        {
            return new ReplaySource(recording);
        }

        ProgramPlan? plan = options.Command.Count == 0 ? null : new ProgramPlan
        {
            Command = options.Command,
            WorkingDirectory = options.WorkingDirectory,
            Environment = OwnEnvironment(),
            Terminal = terminal,
        };
        string? reason = null;
        if (options.Source is ForktopSource.Auto or ForktopSource.Ptrace)
        {
            try
            {
                ExecPattern[] breakpoints = [.. options.Breakpoints.Select(static text => new ExecPattern(text))];
                return plan is null
                    ? PtraceSource.Attach([.. options.Pids], CallsOf(options, launched: false), breakpoints)
                    : PtraceSource.Launch(plan, CallsOf(options, launched: true), breakpoints);
            }
            catch (TraceRefusedException refused) when (options.Source == ForktopSource.Auto && refused.Errno != Errno.ESRCH)
            {
                reason = refused.Message;
            }
            catch (TraceRefusedException refused)
            {
                throw new ForktopException(refused.Message);
            }
        }

        if (options.Source is ForktopSource.Auto or ForktopSource.Connector)
        {
            try
            {
                return ConnectorSource.Start(plan, options.Pids, reason is null ? null : reason + "; events come from the kernel's process connector");
            }
            catch (SyscallException refused) when (options.Source == ForktopSource.Auto)
            {
                reason = $"{reason}; the process connector is refused too ({refused.Errno.Text()})";
            }
            catch (SyscallException refused)
            {
                throw new ForktopException($"the process connector is refused: {refused.Message}");
            }
        }

        return new ScanSource(plan, options.Pids, reason is null ? null : reason + "; events come from looking at /proc, and what lives shorter than 50 ms is not seen");
    }

    /// <summary>How calls are seen: a filter cannot be taken away again, so it is only for what forktop starts, and not for what it hands over.</summary>
    private static CallTracing CallsOf(ForktopOptions options, bool launched) => options.Calls switch
    {
        ForktopCalls.Seccomp when !launched => throw new ForktopException("--calls seccomp: a filter can only be given to a program that forktop starts"),
        ForktopCalls.Seccomp => CallTracing.Seccomp,
        ForktopCalls.Step => CallTracing.Step,
        ForktopCalls.None => CallTracing.None,
        _ => !launched ? CallTracing.None : options.Breakpoints.Count > 0 ? CallTracing.Step : CallTracing.Seccomp,
    };

    private static List<string> OwnEnvironment()
    {
        List<string> entries = [];
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string text = $"{entry.Key}={entry.Value}";
            if (!Keeper.IsOwn(text))
            {
                entries.Add(text);
            }
        }

        entries.Sort(StringComparer.Ordinal);
        return entries;
    }
}

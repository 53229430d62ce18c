using System.Globalization;
using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>kill</c></summary>
internal static class KillBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        int signal = (int)SignalNumbers.SIGTERM;
        int at = 0;
        while (at < call.Count && call[at] is ['-', _, ..] option)
        {
            at++;
            if (option == "--")
            {
                break;
            }

            if (option is "-l" or "-L")
            {
                return List(call, at);
            }

            string name = option is "-s" or "-n" ? (at < call.Count ? call[at++] : "") : option[1..];
            if (!SignalNames.TryParse(name, out signal))
            {
                return call.Fail($"{name}: no such signal", 2);
            }

            if (at < call.Count && call[at] is ['-', >= '0' and <= '9', ..])
            {
                // The number of a group, not another signal.
                break;
            }
        }

        if (at == call.Count)
        {
            return call.Fail("a process or a job is missing", 2);
        }

        int status = 0;
        foreach (string target in call.Arguments.Skip(at))
        {
            status |= Signal(call, target, signal);
        }

        return status;
    }

    private static int Signal(BuiltinCall call, string target, int signal)
    {
        if (target is ['%', ..])
        {
            Job job = (call.State.ListedJobs ?? call.State.Jobs).Find(target);
            bool wasStopped = job.State == JobState.Stopped;
            job.Signal(signal);
            // A stopped process would get it only when it is continued.
            if (wasStopped && (long)signal is not (0 or SignalNumbers.SIGSTOP or SignalNumbers.SIGTSTP or SignalNumbers.SIGTTIN or SignalNumbers.SIGTTOU or SignalNumbers.SIGKILL))
            {
                job.Continue();
                job.Reported = JobState.Running;
            }

            return 0;
        }

        if (!int.TryParse(target, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int pid))
        {
            return call.Fail($"{target}: not a process, and no job (jobs begin with %)");
        }

        Errno errno = ProcessGroups.Kill(pid, signal);
        return errno == Errno.None ? 0 : call.Fail($"{target}: {errno.Text()}");
    }

    private static int List(BuiltinCall call, int at)
    {
        if (at == call.Count)
        {
            return call.Write(string.Join('\n', SignalNames.All) + "\n");
        }

        int status = 0;
        foreach (string name in call.Arguments.Skip(at))
        {
            // The status of a program that a signal has ended names that signal.
            if (BuiltinCall.TryNumber(name, out long number) && SignalNames.NameOf((int)(number > 128 ? number - 128 : number)) is { } known)
            {
                call.Write(known + "\n");
            }
            else if (SignalNames.TryParse(name, out int signal))
            {
                call.Write(string.Create(CultureInfo.InvariantCulture, $"{signal}\n"));
            }
            else
            {
                status = call.Fail($"{name}: no such signal");
            }
        }

        return status;
    }
}

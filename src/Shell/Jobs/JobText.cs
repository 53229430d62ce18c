using System.Globalization;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Jobs in words, as POSIX shells report them.</summary>
internal static class JobText
{
    private const int StateColumns = 24;

    /// <summary><c>[1]+  Stopped                 sleep 100</c></summary>
    internal static string Line(JobTable table, Job job) => $"[{job.Id}]{MarkOf(table, job)}  {StateOf(job).PadRight(StateColumns)}{job.Text}{(job.State == JobState.Running ? " &" : "")}\n";

    /// <summary>The same with the number of each process.</summary>
    internal static string LongLines(JobTable table, Job job)
    {
        System.Text.StringBuilder text = new();
        string head = $"[{job.Id}]{MarkOf(table, job)} ";
        foreach (ProcessPart process in job.Processes)
        {
            bool isFirst = text.Length == 0;
            text.Append(isFirst ? head : new string(' ', head.Length));
            text.Append(CultureInfo.InvariantCulture, $"{process.Pid,6} {StateOf(process).PadRight(StateColumns)}{(isFirst ? job.Text : "")}\n");
        }

        return text.ToString();
    }

    /// <summary>What a job does, or how it ended.</summary>
    internal static string StateOf(Job job) => job.State == JobState.Running ? "Running" : StateOf(job.Deciding);

    /// <summary>What a signal did, as the C library says it: <c>Segmentation fault (core dumped)</c>.</summary>
    internal static string OfDeath(WaitStatus status) => SignalNames.Describe(status.Signal) + (status.CoreDumped ? " (core dumped)" : "");

    private static string StateOf(JobPart part) => part.State switch
    {
        JobState.Running => "Running",
        JobState.Stopped => (long)part.Status.Signal switch
        {
            SignalNumbers.SIGTTIN => "Stopped (tty input)",
            SignalNumbers.SIGTTOU => "Stopped (tty output)",
            SignalNumbers.SIGSTOP => "Stopped (signal)",
            _ => "Stopped",
        },
        _ when part.Status.Signal != 0 => OfDeath(part.Status),
        _ => part.Status.ExitCode == 0 ? "Done" : $"Done({part.Status.ExitCode})",
    };

    private static char MarkOf(JobTable table, Job job) => job == table.Current ? '+' : job == table.Previous ? '-' : ' ';
}

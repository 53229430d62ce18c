using System.Globalization;

namespace Helios.Shell;

/// <summary>Signals by the names that <c>kill</c> and <c>trap</c> use, and in words.</summary>
internal static class SignalNames
{
    // Index is the number, on x86-64.
    private static readonly (string Name, string Words)[] s_all =
    [
        ("EXIT", ""), ("HUP", "Hangup"), ("INT", "Interrupt"), ("QUIT", "Quit"), ("ILL", "Illegal instruction"), ("TRAP", "Trace/breakpoint trap"),
        ("ABRT", "Aborted"), ("BUS", "Bus error"), ("FPE", "Floating point exception"), ("KILL", "Killed"), ("USR1", "User defined signal 1"),
        ("SEGV", "Segmentation fault"), ("USR2", "User defined signal 2"), ("PIPE", "Broken pipe"), ("ALRM", "Alarm clock"), ("TERM", "Terminated"),
        ("STKFLT", "Stack fault"), ("CHLD", "Child exited"), ("CONT", "Continued"), ("STOP", "Stopped (signal)"), ("TSTP", "Stopped"),
        ("TTIN", "Stopped (tty input)"), ("TTOU", "Stopped (tty output)"), ("URG", "Urgent I/O condition"), ("XCPU", "CPU time limit exceeded"),
        ("XFSZ", "File size limit exceeded"), ("VTALRM", "Virtual timer expired"), ("PROF", "Profiling timer expired"), ("WINCH", "Window changed"),
        ("IO", "I/O possible"), ("PWR", "Power failure"), ("SYS", "Bad system call"),
    ];

    /// <summary>The names in the order of their numbers, from 1.</summary>
    internal static IEnumerable<string> All => s_all.Skip(1).Select(static signal => signal.Name);

    internal static int Count => s_all.Length;

    internal static string NameOf(int signal) => signal < s_all.Length ? s_all[signal].Name : signal.ToString(CultureInfo.InvariantCulture);

    internal static string Describe(int signal) => signal < s_all.Length ? s_all[signal].Words : $"Signal {signal}";

    /// <summary>Reads a number, or a name with or without SIG in either case. EXIT is zero.</summary>
    internal static bool TryParse(string text, out int signal)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal is >= 0 and <= 64;
        }

        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        signal = Array.FindIndex(s_all, known => known.Name == name);
        return signal >= 0;
    }
}

using System.Globalization;
using Helios.Linux;

namespace Helios.Daemon;

/// <summary>The daemon's own lines on standard error, with the level that the journal reads from them. See sd-daemon(3).</summary>
internal sealed class DaemonLog(TextWriter output, bool forJournal)
{
    private readonly Lock _gate = new();

    /// <summary>The log of this process: for the journal when standard error leads there.</summary>
    internal static DaemonLog ToStandardError()
        => new(new StreamWriter(new StandardStream(2)) { AutoFlush = true, NewLine = "\n" }, Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null);

    internal void Info(string text) => Write(6, text);

    internal void Warn(string text) => Write(4, text);

    private void Write(int level, string text)
    {
        string line = forJournal ? string.Create(CultureInfo.InvariantCulture, $"<{level}>{text}") : $"heliosd: {text}";
        lock (_gate)
        {
            try
            {
                output.WriteLine(line.Replace('\n', ' '));
            }
            catch (SyscallException)
            {
                // A log that nobody reads, or on a full disk, must not end what it tells of.
            }
        }
    }
}

namespace Helios.Supervisor;

/// <summary>The datagrams of sd_notify(3): lines of <c>KEY=VALUE</c>.</summary>
internal static class NotifyMessage
{
    /// <summary>The longest datagram that is looked at, in bytes.</summary>
    internal const int MaxBytes = 4096;

    /// <summary>The pairs of a datagram; lines without an equals sign are left out, as systemd does.</summary>
    internal static IEnumerable<(string Key, string Value)> Parse(string datagram)
    {
        foreach (string line in datagram.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                yield return (line[..equals], line[(equals + 1)..]);
            }
        }
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Helios.Allocator;

namespace Helios.Supervisor;

/// <summary>The lines of log files, in the format that Kubernetes' container runtimes write: <c>TIME STREAM F|P TEXT</c>.</summary>
/// <remarks>
/// F is a full line, P a part of one that the next P or F of the stream continues. A loss is a line of the stream <c>helios</c>:
/// <c>[4096 bytes lost]</c>. Times are UTC with nanoseconds, as RFC 3339 has them.
/// </remarks>
internal static class CriLine
{
    internal const string LossStream = "helios";

    /// <summary>Writes a record: one line for each line in it.</summary>
    internal static void Write(IBufferWriter<byte> to, long unixNanoseconds, LogOrigin origin, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int newline = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = newline < 0 ? bytes : bytes[..newline];
            Head(to, unixNanoseconds, origin switch { LogOrigin.Output => "stdout", LogOrigin.Error => "stderr", _ => LossStream }, newline < 0 ? 'P' : 'F');
            to.Write(text);
            to.Write("\n"u8);
            bytes = newline < 0 ? default : bytes[(newline + 1)..];
        }
    }

    /// <summary>Writes that output was lost.</summary>
    internal static void WriteLoss(IBufferWriter<byte> to, long unixNanoseconds, long records, long bytes)
    {
        Head(to, unixNanoseconds, LossStream, 'F');
        string what = bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"[{bytes} bytes lost]\n") : string.Create(CultureInfo.InvariantCulture, $"[{records} records lost]\n");
        to.Write(Encoding.ASCII.GetBytes(what));
    }

    private static void Head(IBufferWriter<byte> to, long unixNanoseconds, string stream, char tag)
    {
        Span<byte> head = to.GetSpan(64);
        DateTime time = DateTime.UnixEpoch.AddTicks(unixNanoseconds / 100);
        Utf8Formatter.TryFormat(time, head, out _, new StandardFormat('O'));

        // The round-trip format ends at 100 ns: yyyy-MM-ddTHH:mm:ss.fffffff; the last two digits follow.
        int length = 27;
        long rest = unixNanoseconds % 100;
        head[length++] = (byte)('0' + (rest / 10));
        head[length++] = (byte)('0' + (rest % 10));
        head[length++] = (byte)'Z';
        head[length++] = (byte)' ';
        length += Encoding.ASCII.GetBytes(stream, head[length..]);
        head[length++] = (byte)' ';
        head[length++] = (byte)tag;
        head[length++] = (byte)' ';
        to.Advance(length);
    }
}

using Helios.Linux;

namespace Helios.Forktop;

/// <summary>ptrace is not possible here, in one line with the reason.</summary>
internal sealed class TraceRefusedException(string message, Errno errno) : Exception(message)
{
    /// <summary>What the kernel answered.</summary>
    internal Errno Errno { get; } = errno;

    /// <summary>The refusal to trace one process, with the most likely reason.</summary>
    internal static TraceRefusedException Of(int pid, Errno errno)
    {
        string reason = errno switch
        {
            Errno.ESRCH => "it has ended",
            Errno.EPERM when TracerOf(pid) is > 0 and int tracer => $"it is traced by process {tracer} ({NameOf(tracer)}) already",
            Errno.EPERM when ProcessStat.TryRead(pid, out ProcessStat stat) && stat.IsEnding => "its first thread has ended, or all of it is ending",
            Errno.EPERM when YamaScope() is > 0 and int scope => $"this user may not trace it (kernel.yama.ptrace_scope is {scope})",
            Errno.EPERM => "this user may not trace it (another user's, or more privileged)",
            _ => errno.Text(),
        };
        return new TraceRefusedException($"process {pid}: ptrace is refused: {reason}", errno);
    }

    private static int TracerOf(int pid)
    {
        byte[] buffer = new byte[4096];
        int length = ProcessFile.Read($"/proc/{pid}/status", buffer);
        ReadOnlySpan<byte> text = buffer.AsSpan(0, Math.Max(0, length));
        int at = text.IndexOf("\nTracerPid:\t"u8);

        // The kernel says which thread it is.
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(text[(at + 12)..], out int tracer, out _)
            ? ProcessStat.TryReadThread(tracer, out int process, out _) ? process : tracer
            : 0;
    }

    private static string NameOf(int pid) => KernelFile.TryRead($"/proc/{pid}/comm", out string name) ? name.Trim() : "?";

    private static int YamaScope()
        => KernelFile.TryRead("/proc/sys/kernel/yama/ptrace_scope", out string text)
            && int.TryParse(text.Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int scope) ? scope : 0;
}

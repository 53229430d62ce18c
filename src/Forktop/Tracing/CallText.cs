using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A watched call as one line, with the arguments that matter.</summary>
internal static class CallText
{
    /// <summary>The call that a thread at its exit was in.</summary>
    internal static string Of(int thread, in UserRegisters registers, bool is32Bit)
    {
        if (is32Bit)
        {
            return string.Create(CultureInfo.InvariantCulture, $"i386_{registers.orig_rax}({(long)registers.rbx}, {(long)registers.rcx}, {(long)registers.rdx})");
        }

        Sys number = (Sys)registers.orig_rax;
        (long a, long b, long c) = ((int)registers.rdi, (int)registers.rsi, (int)registers.rdx);
        string arguments = number switch
        {
            Sys.setuid or Sys.setgid or Sys.setfsuid or Sys.setfsgid => Numbers(a),
            Sys.setreuid or Sys.setregid => Numbers(a, b),
            Sys.setresuid or Sys.setresgid => Numbers(a, b, c),
            Sys.setgroups => Numbers(a),
            Sys.unshare => NamespaceFlags.Describe((uint)a),
            Sys.setns => string.Create(CultureInfo.InvariantCulture, $"{Target(thread, a)}, {NamespaceFlags.Describe((uint)b)}"),
            Sys.chroot => Quote(Text(thread, registers.rdi)),
            Sys.pivot_root => $"{Quote(Text(thread, registers.rdi))}, {Quote(Text(thread, registers.rsi))}",
            Sys.mount => $"{Quote(Text(thread, registers.rdi))}, {Quote(Text(thread, registers.rsi))}, {Quote(Text(thread, registers.rdx))}",
            Sys.umount2 => Quote(Text(thread, registers.rdi)),
            Sys.prctl => Prctl(a, (long)registers.rsi, (long)registers.rdx),
            Sys.seccomp => a == SeccompConstants.SECCOMP_SET_MODE_FILTER ? "SECCOMP_SET_MODE_FILTER" : a == SeccompConstants.SECCOMP_SET_MODE_STRICT ? "SECCOMP_SET_MODE_STRICT" : Numbers(a),
            Sys.ptrace => Request(a) + string.Create(CultureInfo.InvariantCulture, $", {b}"),
            Sys.capset or Sys.setsid or Sys.move_mount => "",
            _ => Numbers(a, b, c),
        };
        return $"{number}({arguments})";
    }

    private static string Prctl(long option, long second, long third) => option switch
    {
        PrctlOptions.PR_SET_SECCOMP => "PR_SET_SECCOMP",
        PrctlOptions.PR_CAPBSET_DROP => "PR_CAPBSET_DROP, " + Capability(second),
        PrctlOptions.PR_SET_SECUREBITS => string.Create(CultureInfo.InvariantCulture, $"PR_SET_SECUREBITS, 0x{second:x}"),
        PrctlOptions.PR_SET_NO_NEW_PRIVS => "PR_SET_NO_NEW_PRIVS, " + Numbers(second),
        PrctlOptions.PR_SET_KEEPCAPS => "PR_SET_KEEPCAPS, " + Numbers(second),
        PrctlOptions.PR_CAP_AMBIENT => second switch
        {
            PrctlOptions.PR_CAP_AMBIENT_RAISE => "PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, " + Capability(third),
            PrctlOptions.PR_CAP_AMBIENT_LOWER => "PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, " + Capability(third),
            PrctlOptions.PR_CAP_AMBIENT_CLEAR_ALL => "PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL",
            _ => "PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET",
        },
        _ => Numbers(option, second),
    };

    private static string Capability(long number) => number is >= 0 and < 64 ? CapabilityNames.Of(1UL << (int)number).First() : Numbers(number);

    private static string Request(long request) => request switch
    {
        PtraceRequests.PTRACE_TRACEME => "PTRACE_TRACEME",
        PtraceRequests.PTRACE_SEIZE => "PTRACE_SEIZE",
        16 => "PTRACE_ATTACH",
        _ => Numbers(request),
    };

    private static string Target(int thread, long descriptor)
        => ProcessFile.Link(string.Create(CultureInfo.InvariantCulture, $"/proc/{thread}/fd/{descriptor}")) ?? Numbers(descriptor);

    private static string Numbers(params ReadOnlySpan<long> numbers)
    {
        StringBuilder text = new();
        foreach (long number in numbers)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(number.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string Quote(string text) => $"\"{text}\"";

    private static string Text(int thread, ulong address)
    {
        Span<byte> bytes = stackalloc byte[256];
        int length = address == 0 ? 0 : Ptrace.Read(thread, address, bytes);
        int end = bytes[..length].IndexOf((byte)0);
        return Encoding.UTF8.GetString(bytes[..(end < 0 ? length : end)]);
    }
}

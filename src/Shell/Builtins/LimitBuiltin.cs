using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>ulimit</c></summary>
internal static class LimitBuiltin
{
    private static readonly Limit[] s_limits =
    [
        new('c', RlimitResources.RLIMIT_CORE, 512, "core file size (blocks)"),
        new('d', RlimitResources.RLIMIT_DATA, 1024, "data segment (kbytes)"),
        new('e', RlimitResources.RLIMIT_NICE, 1, "scheduling priority"),
        new('f', RlimitResources.RLIMIT_FSIZE, 512, "file size (blocks)"),
        new('i', RlimitResources.RLIMIT_SIGPENDING, 1, "pending signals"),
        new('l', RlimitResources.RLIMIT_MEMLOCK, 1024, "locked memory (kbytes)"),
        new('m', RlimitResources.RLIMIT_RSS, 1024, "resident memory (kbytes)"),
        new('n', RlimitResources.RLIMIT_NOFILE, 1, "open descriptors"),
        new('q', RlimitResources.RLIMIT_MSGQUEUE, 1, "message queues (bytes)"),
        new('r', RlimitResources.RLIMIT_RTPRIO, 1, "real-time priority"),
        new('s', RlimitResources.RLIMIT_STACK, 1024, "stack (kbytes)"),
        new('t', RlimitResources.RLIMIT_CPU, 1, "processor time (seconds)"),
        new('u', RlimitResources.RLIMIT_NPROC, 1, "processes of the user"),
        new('v', RlimitResources.RLIMIT_AS, 1024, "address space (kbytes)"),
        new('x', RlimitResources.RLIMIT_LOCKS, 1, "file locks"),
    ];

    internal static int Run(BuiltinCall call)
    {
        bool isHard = false;
        bool isSoft = false;
        bool all = false;
        char chosen = 'f';
        int at = call.TakeOptions("HSa" + string.Concat(s_limits.Select(static limit => limit.Letter)), (letter, _) =>
        {
            isHard |= letter == 'H';
            isSoft |= letter == 'S';
            all |= letter == 'a';
            chosen = letter is 'H' or 'S' or 'a' ? chosen : letter;
        });
        if (at < 0)
        {
            return 2;
        }

        if (all)
        {
            StringBuilder text = new();
            foreach (Limit limit in s_limits)
            {
                text.Append(CultureInfo.InvariantCulture, $"{limit.Words,-28} -{limit.Letter} {Show(call.State, limit, isHard)}\n");
            }

            return call.Write(text.ToString());
        }

        Limit one = Array.Find(s_limits, limit => limit.Letter == chosen)!;
        return at == call.Count ? call.Write(Show(call.State, one, isHard) + "\n") : Set(call, one, call[at], isHard || !isSoft, isSoft || !isHard);
    }

    private static int Set(BuiltinCall call, Limit limit, string text, bool setsHard, bool setsSoft)
    {
        ResourceLimit now = Get(call.State, limit);
        ulong value;
        if (text == "unlimited")
        {
            value = ResourceLimit.Infinity;
        }
        else if (text == "hard")
        {
            value = now.Hard;
        }
        else if (text == "soft")
        {
            value = now.Soft;
        }
        else if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value > ulong.MaxValue / (ulong)limit.Unit)
        {
            return call.Fail($"{text}: not a limit");
        }
        else
        {
            value *= (ulong)limit.Unit;
        }

        ResourceLimit next = new() { Hard = setsHard ? value : now.Hard, Soft = setsSoft ? value : now.Soft };
        if (next.Soft > next.Hard)
        {
            return call.Fail($"{text}: more than the hard limit");
        }

        if (next.Hard > now.Hard && CurrentProcess.EffectiveUserId != 0)
        {
            return call.Fail($"{text}: {Errno.EPERM.Text()}");
        }

        call.State.Limits[limit.Resource] = next;
        return 0;
    }

    private static ResourceLimit Get(ShellState state, Limit limit)
        => state.Limits.TryGetValue(limit.Resource, out ResourceLimit set) ? set : CurrentProcess.GetLimit(limit.Resource);

    private static string Show(ShellState state, Limit limit, bool isHard)
    {
        ResourceLimit now = Get(state, limit);
        ulong value = isHard ? now.Hard : now.Soft;
        return value == ResourceLimit.Infinity ? "unlimited" : (value / (ulong)limit.Unit).ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Limit(char Letter, long Resource, int Unit, string Words);
}

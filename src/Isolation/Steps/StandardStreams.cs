using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Gives the process a session of its own and its standard streams, and marks every other descriptor to close at exec.</summary>
internal sealed class StandardStreams(bool terminal) : ChildStep
{
    private static readonly string[] s_names = ["standard input", "standard output", "standard error"];

    internal override LaunchStep Describe() => Step(
        "standard-streams",
        terminal ? "start a session with the terminal as its controlling terminal and its standard streams; close every other descriptor"
            : "start a session, connect the standard streams, close every other descriptor");

    internal override void Emit(ChildScript script)
    {
        script.Call("start a session", Sys.setsid);
        if (terminal)
        {
            SpawnResult slave = script.TerminalSlave!.Value;
            script.Call("make the terminal the controlling one", Sys.ioctl, slave, Ioctls.TIOCSCTTY, 0);
            for (int number = 0; number < s_names.Length; number++)
            {
                script.Call($"connect {s_names[number]}", Sys.dup3, slave, number, 0);
            }
        }
        else
        {
            Connect(script);
        }

        CloseOthers(script);
    }

    // First copied out of the way: a stream's source may have the very number that another stream has to get.
    private static void Connect(ChildScript script)
    {
        ReadOnlySpan<int> sources = [script.Descriptors.Input, script.Descriptors.Output, script.Descriptors.Error];
        SpawnArgument[] copies = new SpawnArgument[sources.Length];
        for (int number = 0; number < sources.Length; number++)
        {
            // No name of the container's is opened while the launch still has rights that the container has not.
            int source = sources[number] >= 0 ? sources[number] : script.Descriptors.Null;
            copies[number] = sources[number] >= 0 || !script.Lacks(Fence.NullDevice)
                ? script.Call($"copy {s_names[number]}", Sys.fcntl, source >= 0 ? source : SpawnArgument.Named(source, "null"), FcntlCommands.F_DUPFD_CLOEXEC, 3)
                : script.Call($"open /dev/null for {s_names[number]}", Sys.openat, OpenFlags.AT_FDCWD, script.Text("/dev/null"), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        }

        for (int number = 0; number < copies.Length; number++)
        {
            script.Call($"connect {s_names[number]}", Sys.dup3, copies[number], number, 0);
        }
    }

    // The error pipe closes itself at exec, like all others from here on; nothing of the supervisor's passes. See CVE-2024-21626.
    private static void CloseOthers(ChildScript script)
    {
        IReadOnlyList<int> extra = script.Descriptors.Extra;
        SpawnArgument[] copies = new SpawnArgument[extra.Count];
        const int firstExtra = 3;
        for (int i = 0; i < extra.Count; i++)
        {
            copies[i] = script.Call($"copy descriptor {firstExtra + i}", Sys.fcntl, extra[i], FcntlCommands.F_DUPFD_CLOEXEC, firstExtra + extra.Count);
        }

        for (int i = 0; i < extra.Count; i++)
        {
            script.Call($"connect descriptor {firstExtra + i}", Sys.dup3, copies[i], firstExtra + i, 0);
        }

        script.Call("close every other descriptor at exec", Sys.close_range, firstExtra + extra.Count, uint.MaxValue, FcntlCommands.CLOSE_RANGE_CLOEXEC);
    }
}

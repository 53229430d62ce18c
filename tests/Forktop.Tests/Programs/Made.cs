using Helios.Linux;

namespace Helios.Forktop.Tests;

/// <summary>Events that never happened, the same in every run.</summary>
internal static class Made
{
    internal const long Start = 1_000_000_000;

    internal static readonly EnvironmentBlock Environment = new(["HOME=/root", "PATH=/usr/bin:/bin", "LANG=C"]);

    internal static readonly ProcessPermissions Root = new()
    {
        Credentials = new Credentials
        {
            UserIds = [0, 0, 0, 0],
            GroupIds = [0, 0, 0, 0],
            Permitted = 0x1ffffffffff,
            Effective = 0x1ffffffffff,
            Bounding = 0x1ffffffffff,
            Pids = [1],
        },
        Namespaces = new NamespaceSet(11, 12, 13, 14, 15, 16, 17, 18),
        Cgroups = ["0::/"],
        Limits = new LimitSet([new Limit("Max open files", 1024, 4096), new Limit("Max processes", ulong.MaxValue, ulong.MaxValue)]),
        SecureBits = 0,
    };

    internal static readonly ProcessPermissions Boxed = Root with
    {
        Credentials = new Credentials
        {
            UserIds = [1000, 1000, 1000, 1000],
            GroupIds = [1000, 1000, 1000, 1000],
            Groups = [10],
            Bounding = 0x1ffffffffff & ~(1UL << 21),
            NoNewPrivileges = true,
            SeccompMode = 2,
            SeccompFilters = 1,
            Pids = [103, 1],
        },
        Namespaces = new NamespaceSet(11, 112, 113, 114, 15, 16, 17, 18),
        Cgroups = ["0::/box"],
        Root = "/srv",
        Label = "confined",
    };

    internal static ProcessKey Key(int pid) => new(pid, Start + (pid * 1_000_000L));

    internal static ProgramImage Image(params string[] command) => new()
    {
        Path = command[0],
        Executable = command[0],
        Arguments = command,
        Environment = Environment,
        WorkingDirectory = "/src",
    };

    /// <summary>A small build in which one step enters a box, one fails, one is orphaned, and one grows its privilege.</summary>
    internal static List<TraceEvent> Build()
    {
        ProcessPermissions half = Boxed with { Credentials = new Credentials { UserIds = [1000, 1000, 0, 1000], GroupIds = [1000, 1000, 1000, 1000], Bounding = 0x1ffffffffff } };
        ProcessPermissions grown = half with { Credentials = new Credentials { UserIds = [1000, 0, 0, 0], GroupIds = [1000, 1000, 1000, 1000], Bounding = 0x1ffffffffff, Effective = 0x1ffffffffff, Permitted = 0x1ffffffffff } };
        return
        [
            new TraceEvent.Started(At(100), Key(100), null, StartKind.Launched, CloneFlags.None, 0),
            new TraceEvent.PermissionsSeen(At(100), Key(100), Root, "start"),
            new TraceEvent.Executed(At(101), Key(100), 100, Image("/usr/bin/make", "all"), Snapshot: false),
            new TraceEvent.Started(At(101), Key(101), Key(100), StartKind.Vfork, CloneFlags.None, 0),
            new TraceEvent.Executed(At(102), Key(101), 101, Image("/bin/sh", "-c", "cc -o 'two words' x.c"), Snapshot: false),
            new TraceEvent.Executed(At(103), Key(101), 101, Image("/usr/bin/cc", "-o", "two words", "x.c") with { Environment = new EnvironmentBlock(["PATH=/usr/bin:/bin", "LANG=de", "CC=1"]) }, Snapshot: false),
            new TraceEvent.Started(At(102), Key(102), Key(101), StartKind.Fork, CloneFlags.None, 0),
            new TraceEvent.ExecFailed(At(104), Key(102), 102, "/opt/cc1", ["/opt/cc1", "x.c"], Errno.ENOENT),
            new TraceEvent.Exited(At(110), Key(102), new WaitStatus(1, 0, false), new ResourceUsage(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(1), 4 << 20)),
            new TraceEvent.Exited(At(112), Key(101), new WaitStatus(0, 11, true), default),
            new TraceEvent.Started(At(103), Key(103), Key(100), StartKind.Clone, CloneFlags.NewPid | CloneFlags.NewMount, 1),
            new TraceEvent.PermissionsSeen(At(103), Key(103), Boxed, "clone"),
            new TraceEvent.Called(At(113), Key(103), 103, CallKind.Namespaces, "unshare(CLONE_NEWNET)", Errno.EPERM),
            new TraceEvent.ThreadStarted(At(114), Key(103), 113),
            new TraceEvent.Started(At(115), Key(115), Key(103), StartKind.Fork, CloneFlags.None, 2),
            new TraceEvent.PermissionsSeen(At(116), Key(115), half, "setresuid"),
            new TraceEvent.PermissionsSeen(At(117), Key(115), grown, "setresuid"),
            new TraceEvent.Signalled(At(118), Key(115), 115, (int)SignalNumbers.SIGUSR1, 100),
            new TraceEvent.Stopped(At(119), Key(115), (int)SignalNumbers.SIGSTOP),
            new TraceEvent.Started(At(120), Key(120), Key(115), StartKind.Fork, CloneFlags.None, 3),
            new TraceEvent.Reparented(At(121), Key(120), 1),
            new TraceEvent.Executed(At(122), Key(120), 120, Image("/usr/bin/weird\e[2J", "ファイル", "e\u0301"), Snapshot: false),
            new TraceEvent.Exited(At(123), Key(120), new WaitStatus(0, 0, false), new ResourceUsage(default, default, 1 << 20)),
        ];
    }

    internal static ProcessTree Tree(IEnumerable<TraceEvent> events, ScreenState? state = null)
    {
        ProcessTree tree = state?.Tree ?? new ProcessTree();
        tree.Host = Root;
        foreach (TraceEvent happened in events)
        {
            Applied applied = tree.Apply(happened);
            state?.Note(happened, applied);
        }

        return tree;
    }

    private static long At(int pid) => Start + (pid * 1_000_000L);
}

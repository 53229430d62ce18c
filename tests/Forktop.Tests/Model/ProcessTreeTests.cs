using Helios.Linux;

namespace Helios.Forktop.Tests;

public sealed class ProcessTreeTests
{
    [Fact]
    public void A_recycled_pid_is_another_process()
    {
        ProcessTree tree = Made.Tree(
        [
            new TraceEvent.Started(1, new ProcessKey(7, 1), null, StartKind.Launched, CloneFlags.None, 0),
            new TraceEvent.Exited(2, new ProcessKey(7, 1), new WaitStatus(1, 0, false), default),
            new TraceEvent.Started(3, new ProcessKey(7, 3), null, StartKind.Launched, CloneFlags.None, 0),
        ]);
        Assert.Equal((2, 1), (tree.Count, tree.Alive));
        Assert.Equal(NodeState.Ended, tree.Find(new ProcessKey(7, 1))!.State);
        Assert.Equal(NodeState.Running, tree.Find(new ProcessKey(7, 3))!.State);
    }

    [Fact]
    public void The_oldest_finished_leaves_are_forgotten_first_and_nobody_who_lives()
    {
        ProcessTree tree = new(most: 100);
        tree.Apply(new TraceEvent.Started(1, new ProcessKey(1, 1), null, StartKind.Launched, CloneFlags.None, 0));
        for (int i = 2; i <= 1000; i++)
        {
            tree.Apply(new TraceEvent.Started(i, new ProcessKey(i, i), new ProcessKey(1, 1), StartKind.Fork, CloneFlags.None, 0));
            tree.Apply(new TraceEvent.Exited(i, new ProcessKey(i, i), new WaitStatus(0, 0, false), default));
        }

        Assert.Equal((100, 1000, 1), (tree.Count, tree.Started, tree.Alive));
        Assert.NotNull(tree.Find(new ProcessKey(1, 1)));
        Assert.NotNull(tree.Find(new ProcessKey(1000, 1000)));
        Assert.Null(tree.Find(new ProcessKey(2, 2)));
    }

    [Fact]
    public void Containers_give_their_names_to_what_is_below_their_first_process()
    {
        ProcessTree tree = Made.Tree(Made.Build());
        tree.NameContainers(new Dictionary<int, string> { [103] = "web-1" });
        Assert.Equal("web-1", tree.Find(Made.Key(103))!.Container);
        Assert.Equal("web-1", tree.Find(Made.Key(115))!.Container);
        Assert.Null(tree.Find(Made.Key(100))!.Container);
    }

    [Fact]
    public void A_hundred_thousand_finished_processes_of_a_build_fit_in_200_megabytes()
    {
        const int Count = 100_000;
        const long Most = 200L << 20;
        TextPool texts = new();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ProcessTree tree = new();
        tree.Apply(new TraceEvent.Started(1, new ProcessKey(1, 1), null, StartKind.Launched, CloneFlags.None, 0));
        tree.Apply(new TraceEvent.PermissionsSeen(1, new ProcessKey(1, 1), Made.Root, "start"));
        byte[] environment = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(static i => $"VARIABLE_{i}=some value of an ordinary length {i}\0")));
        for (int i = 2; i <= Count; i++)
        {
            ProcessKey key = new(i, i);
            tree.Apply(new TraceEvent.Started(i, key, new ProcessKey(Math.Max(1, i / 4), Math.Max(1, i / 4)), StartKind.Fork, CloneFlags.None, 0));
            string[] arguments = ["/usr/bin/gcc", "-O2", "-Wall", "-c", "-o", $"build/some/folder/object_{i}.o", $"src/some/folder/source_{i}.c"];
            tree.Apply(new TraceEvent.Executed(i, key, i, new ProgramImage { Path = texts.Text("/usr/bin/gcc"u8), Executable = texts.Text("/usr/bin/gcc"u8), Arguments = arguments, Environment = texts.Environment(environment), WorkingDirectory = texts.Text("/src"u8) }, Snapshot: false));
            tree.Apply(new TraceEvent.Exited(i, key, new WaitStatus(0, 0, false), new ResourceUsage(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 1 << 20)));
        }

        long used = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(tree);
        Assert.Equal(Count, tree.Count);
        Assert.True(used < Most, $"{used >> 20} MB");
        TestContext.Current.SendDiagnosticMessage($"100,000 finished processes: {used >> 20} MB");
    }
}

using System.Collections.Concurrent;
using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class LauncherStressTests
{
    private const int Threads = 4;

    [Fact]
    public void Ten_thousand_launches_from_four_threads_under_a_busy_collector_lose_and_hang_none()
    {
        Needs.X64();
        int launches = Needs.Long ? 100_000 : 10_000;
        TimeSpan limit = TimeSpan.FromSeconds(launches / 50);
        using TempTree temp = new();
        string program = temp.WriteProgram("exit42", TinyProgram.ExitingWith(42));
        using Launcher first = new();
        using Launcher second = new();
        Launch(first, program, 2);
        Launch(second, program, 2);
        Leftovers before = Leftovers.Before(Scripts.CgroupName);
        IReadOnlyList<string> open = Leftovers.OpenDescriptors();

        ConcurrentBag<Exception> faults = [];
        int done = 0;
        int next = 0;
        using CancellationTokenSource stop = new();
        Thread collector = new(() => Churn(stop.Token));
        collector.Start();
        Thread[] workers = [.. Enumerable.Range(0, Threads).Select(worker => new Thread(() =>
        {
            try
            {
                for (int i = Interlocked.Increment(ref next); i <= launches; i = Interlocked.Increment(ref next))
                {
                    Launch(worker % 2 == 0 ? first : second, program, i);
                    Interlocked.Increment(ref done);
                }
            }
            catch (Exception exception)
            {
                faults.Add(exception);
            }
        })
        { IsBackground = true })];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        bool ended = workers.All(worker => worker.Join(limit));
        stop.Cancel();
        collector.Join();
        Assert.Empty(faults);
        Assert.True(ended, $"hung after {done} launches");
        Assert.Equal(launches, done);
        before.AssertNone();
        Assert.Empty(Leftovers.OpenDescriptors().Except(open));
    }

    /// <summary>Every kind of launch in turn: shared and copied memory, held, with namespaces, failing.</summary>
    private static void Launch(Launcher launcher, string program, int turn)
    {
        using SpawnScript script = new();
        script.Call("get pid", Sys.getpid);
        bool held = turn % 4 == 1;
        bool fails = turn % 16 == 3;
        if (held)
        {
            script.WaitForRelease();
        }

        script.ResetSignals();
        if (fails)
        {
            script.Call("change to /nowhere", Sys.chdir, script.Text("/nowhere"));
        }

        script.Exec(program);
        SpawnRequest request = new()
        {
            ShareMemory = turn % 32 != 0,
            Flags = Needs.IsRoot && turn % 8 == 0 ? CloneFlags.NewPid | CloneFlags.NewUts : CloneFlags.None,
        };
        try
        {
            using SpawnedProcess process = launcher.Launch(script, request, held ? child => Assert.True(child.Pid > 0) : null);
            Assert.Equal(42, process.Wait().Code);
            Assert.False(fails);
        }
        catch (SpawnException failure) when (fails)
        {
            Assert.Equal(Errno.ENOENT, failure.Errno);
        }
    }

    /// <summary>Keeps the collector busy: garbage of both generations, and forced collections.</summary>
    private static void Churn(CancellationToken stop)
    {
        List<byte[]> kept = [];
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            kept.Add(new byte[1024 + (i % 4096)]);
            if (kept.Count > 2000)
            {
                kept.RemoveRange(0, 1000);
                GC.Collect(i % 3, GCCollectionMode.Forced, blocking: i % 2 == 0);
            }
        }
    }
}

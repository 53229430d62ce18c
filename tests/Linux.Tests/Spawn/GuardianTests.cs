using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Support;

namespace Helios.Linux.Tests;

/// <summary>The process that kills control groups when its starter is gone.</summary>
public sealed partial class GuardianTests : IDisposable
{
    private readonly Launcher _launcher = new();
    private readonly List<string> _groups = [];
    private readonly List<SpawnedProcess> _processes = [];

    [Fact]
    public void The_embedded_bytes_are_what_the_listing_assembles_to()
        => AssembledListing.IsEmbeddedAs(Convert.ToHexString(GuardianX64.Code), "src", "Linux", "Guardians", "Guardian.x64.S");

    [Fact]
    public void What_is_held_is_killed_at_the_end_and_what_was_released_is_not()
    {
        (CgroupDirectory held, SpawnedProcess dies) = Group();
        (CgroupDirectory released, SpawnedProcess lives) = Group();
        using (Guardian guardian = new())
        {
            Assert.NotNull(guardian.Hold(held));
            guardian.Release(guardian.Hold(released)!.Value);
        }

        Assert.Equal(9, dies.Wait().Signal);
        Assert.False(lives.TryWait(out _));
    }

    [Fact]
    public void Slots_are_used_again_and_each_holds_its_own()
    {
        (CgroupDirectory first, SpawnedProcess spared) = Group();
        (CgroupDirectory second, SpawnedProcess dies) = Group();
        using (Guardian guardian = new())
        {
            int slot = guardian.Hold(first)!.Value;
            guardian.Release(slot);
            Assert.Equal(slot, guardian.Hold(second));
            for (int i = 0; i < 1000; i++)
            {
                guardian.Release(guardian.Hold(first)!.Value);
            }

            string[] open = Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{guardian.ProcessId}/fd"));
            Assert.InRange(open.Length, 5, 6);
        }

        Assert.Equal(9, dies.Wait().Signal);
        Assert.False(spared.TryWait(out _));
    }

    [Fact]
    public void A_guardian_that_was_killed_is_followed_by_one_that_holds_the_same()
    {
        (CgroupDirectory old, SpawnedProcess oldDies) = Group();
        (CgroupDirectory young, SpawnedProcess youngDies) = Group();
        using (Guardian guardian = new())
        {
            guardian.Hold(old);
            int pid = guardian.ProcessId;
            using (PidFd process = PidFd.Open(pid))
            {
                Assert.Equal(0, kill(pid, 9));
                Assert.True(Poll.WaitReadable(process, TimeSpan.FromSeconds(30)));
            }

            guardian.Hold(young);
            Assert.NotEqual(pid, guardian.ProcessId);
        }

        Assert.Equal((9, 9), (oldDies.Wait().Signal, youngDies.Wait().Signal));
    }

    [Fact]
    public void Signals_do_not_end_it_and_it_is_small()
    {
        (CgroupDirectory held, SpawnedProcess dies) = Group();
        using (Guardian guardian = new())
        {
            guardian.Hold(held);
            foreach (int signal in (int[])[1, 2, 15])
            {
                Assert.Equal(0, kill(guardian.ProcessId, signal));
            }

            guardian.Release(guardian.Hold(held)!.Value);
            string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{guardian.ProcessId}");

            // Its starter goes on when the exec has taken its memory; a moment later the new one has its arguments.
            SpinWait.SpinUntil(() => File.ReadAllText($"{process}/cmdline").Length > 0, TimeSpan.FromSeconds(30));
            Assert.Equal("helios-guardian\0", File.ReadAllText($"{process}/cmdline"));
            long own = File.ReadLines($"{process}/smaps_rollup")
                .Where(static line => line.StartsWith("Private_", StringComparison.Ordinal))
                .Sum(static line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
            Assert.InRange(own, 1, 64);
        }

        Assert.Equal(9, dies.Wait().Signal);
    }

    public void Dispose()
    {
        foreach (SpawnedProcess process in _processes)
        {
            process.PidFd.TrySignal(9);
            process.Wait();
            process.Dispose();
        }

        foreach (string group in _groups)
        {
            KernelFile.TryRemoveDirectory(group);
        }

        _launcher.Dispose();
    }

    private (CgroupDirectory Group, SpawnedProcess Process) Group()
    {
        string? tree = ((string[])["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]).FirstOrDefault(static path => File.Exists(Path.Join(path, "cgroup.controllers")));
        if (tree is null || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs root and a cgroup v2 tree");
        }

        string path = Path.Join(tree, string.Create(CultureInfo.InvariantCulture, $"helios-guardian-{Environment.ProcessId}-{_groups.Count}"));
        Assert.True(KernelFile.TryMakeDirectory(path));
        _groups.Add(path);
        CgroupDirectory group = CgroupDirectory.Open(path);
        using SpawnScript script = new();
        script.Exec("/bin/sh", "-c", "exec sleep 1000");
        SpawnedProcess process = _launcher.Launch(script, new SpawnRequest { IntoCgroup = group });
        _processes.Add(process);
        return (group, process);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int sig);
}

using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class HandleTests : IDisposable
{
    private static readonly string[] s_trees = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"];
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public void PidFd_Open_of_a_pid_that_cannot_exist_names_the_call_the_pid_and_the_errno()
    {
        SyscallException failure = Assert.Throws<SyscallException>(() => PidFd.Open(0x3fffffff));
        Assert.Equal("pidfd_open pid 1073741823: no such process (ESRCH)", failure.Message);
    }

    [Fact]
    public void PidFd_signals_while_the_process_lives_and_is_false_afterwards()
    {
        using SpawnScript script = Scripts.Shell("exec sleep 1000");
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        Assert.True(process.PidFd.IsAlive);
        Assert.False(process.TryWait(out _));
        Assert.True(process.PidFd.TrySignal((int)SignalNumbers.SIGTERM));
        Assert.Equal(15, process.Wait().Signal);
        Assert.False(process.PidFd.TrySignal((int)SignalNumbers.SIGTERM));
        Assert.Equal(Errno.EINVAL, Assert.Throws<SyscallException>(() => SignalOwn(4096)).Errno);

        static void SignalOwn(int signal)
        {
            using PidFd own = PidFd.Open(Environment.ProcessId);
            own.TrySignal(signal);
        }
    }

    [Fact]
    public void PidFd_info_tells_pid_and_after_the_reaping_the_exit_status()
    {
        using SpawnScript script = Scripts.Shell("read line; exit 11");
        using Pipe pipe = Pipe.Create();
        using SpawnScript reading = new();
        reading.PassDescriptors((pipe.ReadEnd, 0));
        reading.Shell("read line; exit 11");
        using SpawnedProcess process = _launcher.Launch(reading, new SpawnRequest());
        PidFdInfo? info = process.PidFd.GetInfo();
        if (info is null)
        {
            process.PidFd.TrySignal(9);
            process.Wait();
            Assert.Skip("needs PIDFD_GET_INFO (kernel 6.13)");
        }

        Assert.Equal(process.Pid, info.Value.Pid);
        Assert.Equal(Environment.ProcessId, info.Value.ParentPid);
        pipe.WriteEnd.Write("\n"u8);
        Assert.Equal(11, process.Wait().Code);
        if (process.PidFd.GetInfo() is { Exit: { } exit })
        {
            Assert.Equal(11, exit.Code);
        }
        else
        {
            Assert.Skip("needs the exit bit of PIDFD_GET_INFO (kernel 6.15)");
        }
    }

    [Fact]
    public void PidFd_Duplicate_reaches_a_descriptor_of_the_process()
    {
        using Pipe pipe = Pipe.Create();
        using PidFd own = PidFd.Open(Environment.ProcessId);
        using (FileFd copy = own.Duplicate(pipe.WriteEnd.Number))
        {
            pipe.WriteEnd.Dispose();
            DescriptorIo.WriteAll(copy, "x"u8);
        }

        Assert.Equal("x", Scripts.ReadToEnd(pipe.ReadEnd));
    }

    [Fact]
    public void NamespaceFd_inodes_are_equal_for_the_same_namespace_only()
    {
        Needs.Root();
        using NamespaceFd own = NamespaceFd.OpenOwn("uts");
        using NamespaceFd same = NamespaceFd.Open(Environment.ProcessId, "uts");
        Assert.Equal(own.Inode, same.Inode);
        using SpawnScript script = Scripts.Shell("exec sleep 1000");
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest { Flags = CloneFlags.NewUts });
        using (NamespaceFd other = NamespaceFd.Open(process.Pid, "uts"))
        {
            Assert.NotEqual(own.Inode, other.Inode);
        }

        process.PidFd.TrySignal(9);
        process.Wait();
    }

    [Fact]
    public void A_packet_pipe_keeps_the_boundaries_of_writes()
    {
        using Pipe pipe = Pipe.CreatePacket();
        pipe.WriteEnd.Write("one"u8);
        pipe.WriteEnd.Write("three"u8);
        byte[] buffer = new byte[64];
        Assert.Equal(3, pipe.ReadEnd.Read(buffer));
        Assert.Equal(5, pipe.ReadEnd.Read(buffer));
    }

    [Fact]
    public void A_write_to_a_pipe_that_nobody_reads_is_EPIPE()
    {
        using Pipe pipe = Pipe.Create();
        pipe.ReadEnd.Dispose();
        Assert.Equal(Errno.EPIPE, Assert.Throws<SyscallException>(() => pipe.WriteEnd.Write("x"u8)).Errno);
    }

    [Fact]
    public void A_borrowed_descriptor_stays_open()
    {
        using FileFd file = FileFd.Open("/dev/null", OpenFlags.O_WRONLY);
        FileFd.Borrow(file.Number).Dispose();
        DescriptorIo.WriteAll(file, "x"u8);
    }

    [Fact]
    public void Open_of_what_is_not_there_names_the_path()
        => Assert.Equal("open /nowhere: no such file or directory (ENOENT)", Assert.Throws<SyscallException>(() => CgroupDirectory.Open("/nowhere")).Message);

    [Fact]
    public void A_child_can_be_born_in_a_cgroup_of_the_v2_tree()
    {
        Needs.Root();
        string? root = s_trees.FirstOrDefault(path => File.Exists(Path.Combine(path, "cgroup.procs")));
        if (root is null)
        {
            Assert.Skip("needs a cgroup v2 tree");
        }

        string path = Path.Combine(root, Scripts.CgroupName);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"needs a writable cgroup v2 tree: {refused.Message}");
        }

        try
        {
            using CgroupDirectory cgroup = CgroupDirectory.Open(path);
            (string output, WaitStatus status) = _launcher.Output(new SpawnScript(), "grep ^0: /proc/self/cgroup", new SpawnRequest { IntoCgroup = cgroup });
            Assert.Equal(0, status.Code);
            Assert.EndsWith($"{Path.GetFileName(path)}\n", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(path);
        }
    }
}

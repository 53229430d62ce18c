using Helios.Contracts;
using Helios.Isolation;
using Helios.Linux;
using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>Attacks that have worked once. Each is made twice: against the launcher as it is, and against one that goes without the defence, where it has to succeed.</summary>
[Collection("kernel")]
public sealed class AttackTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_device_node_of_the_image_opens_nothing(bool ephemeral)
    {
        // Report B2. The zero device stands for the disk that it would be.
        using BusyboxRoot root = new();
        Tool.Run("mknod", Path.Join(root.Path, "disk"), "c", "1", "5").Expect();
        ContainerSpec spec = ContainerRun.Shell("head -c 4 /disk | wc -c") with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path, Ephemeral = ephemeral },
        };
        await Prove(spec, Fence.NoDevices, "0", "4");
    }

    [Fact]
    public async Task A_device_node_that_the_container_makes_opens_nothing()
    {
        ContainerSpec spec = ContainerRun.Shell("mknod /usr/disk c 1 5 && head -c 4 /usr/disk 2>/dev/null | wc -c") with
        {
            Security = new SecuritySpec { CapabilitiesAdded = ["MKNOD"] },
        };
        await Prove(spec, Fence.NoDevices, "0", "4");
    }

    [Fact]
    public async Task Masks_cannot_be_given_another_source_by_a_volume()
    {
        // Report M5, runc CVE-2025-31133: a volume brings a /dev/null that is a link to what shall be hidden.
        using BusyboxRoot root = new();
        using TempTree volume = new();
        File.CreateSymbolicLink(Path.Join(root.Path, "data"), "/dev");
        File.CreateSymbolicLink(volume.At("null"), "/proc/interrupts");
        ContainerSpec spec = ContainerRun.Shell("test $(cat /proc/interrupts | wc -c) = 0 && echo hidden || echo shown") with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
            Mounts = [new MountSpec.Bind { Source = volume.Root, Target = "/data" }],
        };
        await Prove(spec, Fence.MaskSource, "hidden", "shown");
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "secret")]
    public async Task A_stream_that_nobody_gave_is_the_null_device_whatever_the_container_calls_so(bool weak, string read)
    {
        // Report M4: /dev/null of the container was opened by name and with all rights.
        ContainerSpec spec = ContainerRun.Shell("echo secret >/dev/shm/file; ln -s /dev/shm/file /dev/new; mv -f /dev/new /dev/null; sleep 60");
        string output = "";
        await ContainerRun.ToEnd(
            spec,
            async container =>
            {
                using Linux.Pipe pipe = Linux.Pipe.Create();
                while (true)
                {
                    IContainerProcess look = container.Exec(
                        new ExecSpec { Command = ["/bin/sh", "-c", "test -L /dev/null && cat"] }, new ContainerIo { Output = ContainerRun.Handle(pipe.WriteEnd) });
                    int code = (await look.Exited).Code;
                    await look.DisposeAsync();
                    if (code == 0)
                    {
                        break;
                    }
                }

                pipe.WriteEnd.Dispose();
                Memory<byte> buffer = new byte[64];
                output = System.Text.Encoding.UTF8.GetString(buffer.Span[..pipe.ReadEnd.Read(buffer.Span)]).Trim();
                container.TrySignal(Signal.Kill);
            },
            weak ? Fence.NullDevice : Fence.None);
        Assert.Equal(read, output);
    }

    [Fact]
    public async Task The_target_of_a_volume_passes_no_magic_link()
    {
        // Report M6: a link in a shared volume led through a descriptor of the launch to the host.
        using BusyboxRoot root = new();
        using TempTree shared = new();
        using TempTree volume = new();
        File.CreateSymbolicLink(shared.At("link"), "/proc/self/cwd");
        ContainerSpec spec = ContainerRun.Shell("echo mounted") with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
            Mounts = [new MountSpec.Bind { Source = shared.Root, Target = "/v" }, new MountSpec.Bind { Source = volume.Root, Target = "/v/link/deep/x" }],
        };
        BackendException refusal = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
        SyscallFailure(refusal, Errno.ELOOP);
        Assert.Empty(Directory.GetFileSystemEntries(volume.Root));
        Assert.False(Directory.Exists(Path.Join(root.Path, "deep")));
        ContainerRun weak = await ContainerRun.ToEnd(spec, leftOut: Fence.Targets);
        Assert.Equal("mounted\n", weak.Output);
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/proc/keys")]
    [InlineData("/sys/fs")]
    [InlineData("/dev")]
    [InlineData("/dev/pts/0")]
    public async Task What_the_kernel_shows_takes_no_volume(string target)
    {
        ContainerSpec spec = ContainerRun.Shell("true") with { Mounts = [new MountSpec.Tmpfs { Target = target }] };
        BackendException refusal = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
        Assert.Contains("takes no volume", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_launchers_own_program_is_never_executed_inside(bool interpreter, bool exec)
    {
        // Report B3, runc CVE-2019-5736: the image's program is the launcher's, and its interpreter is the image's.
        Needs.Tool("gcc");
        using BusyboxRoot root = new();
        File.WriteAllText(Path.Join(root.Path, "ld.c"), InterpreterSource);
        Directory.CreateDirectory(Path.Join(root.Path, "lib64"));
        Tool.Run("gcc", "-O1", "-static-pie", "-fPIE", "-nostdlib", "-fno-stack-protector", "-o", Path.Join(root.Path, "lib64/ld-linux-x86-64.so.2"), Path.Join(root.Path, "ld.c")).Expect();
        string program = Path.Join(root.Path, "bin/run");
        if (interpreter)
        {
            File.WriteAllText(program, "#!/proc/self/exe\n");
            File.SetUnixFileMode(program, (UnixFileMode)0x1ED);
        }
        else
        {
            File.CreateSymbolicLink(program, "/proc/self/exe");
        }

        ContainerSpec spec = ContainerRun.Shell("exec sleep 60") with { Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path } };
        (int code, string output) = await Execute(spec, exec, Fence.None);
        Assert.Equal("", output);
        Assert.Equal(125, code);
        (_, string stolen) = await Execute(spec with { Id = ContainerId.Parse(spec.Id + "-weak") }, exec, Fence.Gate);
        Assert.Equal(Environment.ProcessPath, stolen);
    }

    private const string InterpreterSource = """
        static long call(long n, long a, long b, long c)
        {
            long r;
            __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
            return r;
        }
        void _start(void)
        {
            char path[4096];
            long length = call(89, (long)"/proc/self/exe", (long)path, sizeof path);
            call(1, 1, (long)path, length);
            call(231, 0, 0, 0);
        }
        """;

    private static async Task<(int Code, string Output)> Execute(ContainerSpec spec, bool exec, Fence leftOut)
    {
        if (!exec)
        {
            ContainerRun run = await ContainerRun.ToEnd(spec with { Command = ["/bin/run"] }, leftOut: leftOut);
            return (run.Cause.Code, run.Output);
        }

        (int Code, string Output) result = default;
        await ContainerRun.ToEnd(
            spec,
            async container =>
            {
                using Linux.Pipe pipe = Linux.Pipe.Create();
                IContainerProcess process = container.Exec(new ExecSpec { Command = ["/bin/run"] }, new ContainerIo { Output = ContainerRun.Handle(pipe.WriteEnd) });
                pipe.WriteEnd.Dispose();
                int code = (await process.Exited).Code;
                await process.DisposeAsync();
                Memory<byte> buffer = new byte[4096];
                result = (code, System.Text.Encoding.UTF8.GetString(buffer.Span[..pipe.ReadEnd.Read(buffer.Span)]));
                container.TrySignal(Signal.Kill);
            },
            leftOut);
        return result;
    }

    internal static async Task Prove(ContainerSpec spec, Fence fence, string withIt, string without)
    {
        Assert.Equal(withIt, (await ContainerRun.ToEnd(spec)).Output.Trim());
        Assert.Equal(without, (await ContainerRun.ToEnd(spec with { Id = ContainerId.Parse(spec.Id + "-weak") }, leftOut: fence)).Output.Trim());
    }

    private static void SyscallFailure(BackendException refusal, Errno errno)
        => Assert.Equal(errno, Assert.IsType<SpawnException>(refusal.InnerException).Errno);
}

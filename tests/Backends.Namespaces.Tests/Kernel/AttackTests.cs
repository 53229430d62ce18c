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

                // Only a process that begins after the link is there can be given what it leads to.
                while (await CodeOf("test -L /dev/null") != 0)
                {
                }

                await CodeOf("cat");

                async Task<int> CodeOf(string script)
                {
                    IContainerProcess look = container.Exec(
                        new ExecSpec { Command = ["/bin/sh", "-c", script] }, new ContainerIo { Output = ContainerRun.Handle(pipe.WriteEnd) });
                    int code = (await look.Exited).Code;
                    await look.DisposeAsync();
                    return code;
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
            File.SetUnixFileMode(program, (UnixFileMode)Permissions.Octal0755);
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

    [Theory]
    [InlineData(NamespaceKinds.Default)]
    [InlineData(NamespaceKinds.Default | NamespaceKinds.User)]
    public async Task What_others_may_not_read_on_the_host_nobody_in_a_container_can(NamespaceKinds namespaces)
    {
        // Report M3: secrets were hidden by a list of names. /opt is shown, and nothing in it is on any list.
        Needs.Root();
        string place = Directory.CreateDirectory($"/opt/helios-test-{Environment.ProcessId}-{namespaces:D}").FullName;
        try
        {
            Directory.CreateDirectory(Path.Join(place, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(Path.Join(place, "closed/key"), "key in a closed folder");
            File.WriteAllText(Path.Join(place, "key"), "key");
            File.SetUnixFileMode(Path.Join(place, "key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.CreateSymbolicLink(Path.Join(place, "link"), Path.Join(place, "key"));
            File.WriteAllText(Path.Join(place, "open"), "for everybody");
            ContainerSpec spec = ContainerRun.Shell(
                $"cd {place}; cat open; for f in key closed/key link; do cat $f; chmod 644 $f; mv $f /tmp; done; cat key closed/key link /tmp/key; echo mine > new; cat new") with { Namespaces = namespaces };
            ContainerRun run = await ContainerRun.ToEnd(spec);
            Assert.Equal("for everybodymine\n", run.Output);
            ContainerRun weak = await ContainerRun.ToEnd(spec with { Id = ContainerId.Parse(spec.Id + "-weak") }, leftOut: Fence.HostReader);
            Assert.Contains("key in a closed folder", weak.Output, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Join(place, "new")));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public async Task Readable_inside_is_what_others_may_read_on_the_host_whatever_the_modes()
    {
        Needs.Root();
        string place = Directory.CreateDirectory($"/opt/helios-test-{Environment.ProcessId}-modes").FullName;
        try
        {
            Random random = new(17);
            List<string> expected = [];
            for (int i = 0; i < 60; i++)
            {
                string folder = Directory.CreateDirectory(Path.Join(place, $"d{i % 12}")).FullName;
                UnixFileMode folderMode = (UnixFileMode)((i % 12 * 37) % 512);
                string file = Path.Join(folder, $"f{i}");
                File.WriteAllText(file, "x");
                UnixFileMode mode = (UnixFileMode)random.Next(512);
                File.SetUnixFileMode(file, mode);
                File.SetUnixFileMode(folder, folderMode);
                if (mode.HasFlag(UnixFileMode.OtherRead) && folderMode.HasFlag(UnixFileMode.OtherExecute))
                {
                    expected.Add(file);
                }
            }

            string files = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"{place}/d{i % 12}/f{i}"));
            string[] lines = await ContainerRun.LinesOf(ContainerRun.Shell($"for f in {files}; do cat $f >/dev/null 2>&1 && echo $f; done; true"));
            Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public async Task Of_the_hosts_root_only_what_is_listed_is_there()
    {
        Needs.Root();
        string place = Directory.CreateDirectory($"/helios-test-{Environment.ProcessId}").FullName;
        try
        {
            File.WriteAllText(Path.Join(place, "open"), "for everybody");
            await Prove(ContainerRun.Shell($"cat {place}/open 2>/dev/null || echo absent"), Fence.HostList, "absent", "for everybody");
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public async Task A_mount_at_or_below_a_place_that_is_left_out_stops_no_start_and_is_not_shown()
    {
        // Bug hunt F1 and F2.
        Needs.Root();
        string place = Directory.CreateDirectory($"/var/tmp/helios-test-{Environment.ProcessId}").FullName;
        Tool.Run("mount", "-t", "tmpfs", "none", place).Expect();
        try
        {
            File.WriteAllText(Path.Join(place, "secret"), "x");
            Tool.Run("mount", "--bind", place, "/var/tmp").Expect();
            try
            {
                Assert.Equal(["none"], await ContainerRun.LinesOf(ContainerRun.Shell("test -z \"$(ls -A /var/tmp)\" && echo none")));
            }
            finally
            {
                Tool.Run("umount", "/var/tmp").Expect();
            }

            Assert.Equal(["none"], await ContainerRun.LinesOf(ContainerRun.Shell("test -z \"$(ls -A /var/tmp)\" && echo none")));
        }
        finally
        {
            Tool.Run("umount", place).Expect();
            Directory.Delete(place);
        }
    }

    [Theory]
    [InlineData("gcc", "echo 'int main(void){return 0;}' >/tmp/a.c && gcc -o /tmp/a /tmp/a.c && /tmp/a")]
    [InlineData("python3", "python3 -c 'import ssl, sqlite3, json; sqlite3.connect(\"/tmp/x.db\").execute(\"create table t(a)\")'")]
    [InlineData("node", "node -e 'process.exit(0)'")]
    [InlineData("git", "cd /tmp && git init -q r && cd r && git -c user.email=a@b -c user.name=n commit -q --allow-empty -m m")]
    [InlineData("dotnet", "HOME=/tmp DOTNET_CLI_TELEMETRY_OPTOUT=1 dotnet --list-runtimes")]
    [InlineData("perl", "perl -e 'use POSIX; exit 0'")]
    [InlineData("dpkg", "dpkg -l >/dev/null")]
    [InlineData("apt-cache", "apt-cache policy >/dev/null")]
    [InlineData("useradd", "useradd -M somebody && grep -q ^somebody: /etc/passwd")]
    [InlineData("su", "su -s /bin/sh -c true nobody")]
    [InlineData("setpriv", "setpriv --reuid 65534 --regid 65534 --clear-groups id -u")]
    [InlineData("tar", "tar cf /tmp/x.tar /etc/passwd 2>/dev/null && tar tf /tmp/x.tar")]
    [InlineData("openssl", "openssl rand -hex 4")]
    [InlineData("rm", "rm -rf /usr/share/doc && touch /usr/q && chown 1000:1000 /usr/q && echo x >>/etc/passwd")]
    [InlineData("ldconfig", "/sbin/ldconfig")]
    public async Task What_is_used_every_day_works_on_the_hosts_root(string tool, string command)
    {
        Needs.Tool(tool);
        ContainerRun run = await ContainerRun.ToEnd(ContainerRun.Shell(command) with { Environment = [new("PATH", Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin")] });
        Assert.True(run.Cause.Code == 0, $"{run.Cause}\n{run.Output}\n{run.Errors}");
    }

    [Fact]
    public async Task Nothing_of_the_launchers_personality_keyring_or_core_limit_is_inherited()
    {
        ContainerSpec spec = ContainerRun.Shell("cat /proc/self/personality; ulimit -Sc; ulimit -Hc") with
        {
            Security = new SecuritySpec { Seccomp = SeccompProfile.Unconfined },
        };
        string hard = Tool.Run("sh", "-c", "ulimit -Hc").Expect().Trim();
        Assert.Equal(["00000000", "0", hard], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task The_launchers_session_keyring_is_not_the_containers()
    {
        // Oracle H7: with the filter taken away, a key of the launcher's session was found and read.
        Needs.Tool("gcc");
        string name = $"helios-test-{Environment.ProcessId}";
        using BusyboxRoot root = new();
        string source = Path.Join(root.Path, "find.c");
        File.WriteAllText(source, $$"""
            #include <stdio.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(void)
            {
                long session = syscall(SYS_keyctl, 10, -3, "user", "{{name}}", 0);
                puts(session >= 0 ? "found" : "nothing");
                return 0;
            }
            """);
        Tool.Run("gcc", "-static", "-o", Path.Join(root.Path, "bin/find-key"), source).Expect();
        ContainerSpec spec = ContainerRun.Shell("/bin/find-key") with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
            Security = new SecuritySpec { Seccomp = SeccompProfile.Unconfined },
        };
        using SessionKey key = SessionKey.Add(name);
        await Prove(spec, Fence.FreshState, "nothing", "found");
    }

    [Fact]
    public async Task A_socket_of_a_family_that_is_not_listed_is_not_made()
    {
        // Protocols that a kernel loads because somebody asks are where most of its holes have been. VSOCK reaches the machine's own host.
        Needs.Tool("python3");
        const string script = "python3 -c 'import socket; socket.socket(40, 1)' 2>/dev/null && echo made || echo refused";
        if (Tool.Run("sh", "-c", script).Expect().Trim() != "made")
        {
            Assert.Skip("this kernel has no VSOCK, so that a launcher without the defence would not show it");
        }

        await Prove(ContainerRun.Shell(script), Fence.SocketFamilies, "refused", "made");
    }

    [Theory]
    [InlineData("SYSLOG", "dmesg -S >/dev/null")]
    [InlineData("SYS_TTY_CONFIG", "python3 -c 'import ctypes, sys; libc = ctypes.CDLL(None, use_errno=True); sys.exit(libc.syscall(153) != 0)'")]
    public async Task A_capability_that_is_given_can_be_used(string capability, string command)
    {
        // Oracle H3: the filter refused what the kernel would have allowed.
        Needs.Tool(command.Split(' ')[0]);
        ContainerSpec spec = ContainerRun.Shell($"{command} 2>/dev/null && echo allowed || echo refused");
        Assert.Equal("refused\n", (await ContainerRun.ToEnd(spec)).Output);
        ContainerSpec given = spec with { Id = ContainerId.Parse(spec.Id + "-given"), Security = new SecuritySpec { CapabilitiesAdded = [capability] } };
        Assert.Equal("allowed\n", (await ContainerRun.ToEnd(given)).Output);
    }

    [Fact]
    public async Task A_container_that_asks_for_nothing_is_bounded()
    {
        ContainerSpec spec = ContainerRun.Shell(
            "stat -f -c '%b %S' / | { read b s; test $((b * s)) -le $((" + (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8) + " + 4096)) && echo sized; }; test $(stat -f -c %c /dev) -le 64 && echo counted");
        string pids = "";
        await ContainerRun.ToEnd(
            ContainerRun.Shell("sleep 60"),
            container =>
            {
                string[] groups = File.ReadAllLines($"/proc/{container.ProcessId}/cgroup");
                string? group = groups.FirstOrDefault(static line => line.Contains(":pids:", StringComparison.Ordinal));
                string directory = group is null ? container.Cgroup! : "/sys/fs/cgroup/pids" + group.Split(':')[2];
                pids = File.ReadAllText(Path.Join(directory, "pids.max")).Trim();
                container.TrySignal(Signal.Kill);
                return Task.CompletedTask;
            });
        Assert.Equal("2048", pids);
        await Prove(spec, Fence.Bounds, "sized\ncounted", "counted");
    }

    [Fact]
    public async Task A_payload_that_is_not_root_opens_its_streams_by_name()
    {
        // Bug hunt F5.
        ContainerSpec spec = ContainerRun.Shell("echo again >/dev/stdout || echo refused") with { User = UserSpec.Parse("65534:65534") };
        await Prove(spec, Fence.StreamOwner, "again", "refused");
    }

    internal static async Task Prove(ContainerSpec spec, Fence fence, string withIt, string without)
    {
        Assert.Equal(withIt, (await ContainerRun.ToEnd(spec)).Output.Trim());
        Assert.Equal(without, (await ContainerRun.ToEnd(spec with { Id = ContainerId.Parse(spec.Id + "-weak") }, leftOut: fence)).Output.Trim());
    }

    private static void SyscallFailure(BackendException refusal, Errno errno)
        => Assert.Equal(errno, Assert.IsType<SpawnException>(refusal.InnerException).Errno);
}

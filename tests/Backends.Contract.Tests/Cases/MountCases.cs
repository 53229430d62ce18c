using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>The container's file systems.</summary>
internal static class MountCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("a bind mount shows the host's directory", async run =>
        {
            run.Files.Write("share/note", "from the host");
            Assert.Equal("from the host", (await run.RunAsync(run.Command("/bin/cat", "/mnt/note"), Bind(run, "share", "/mnt"))).Output);
        }),
        new("what is written to a bind mount reaches the host", async run =>
        {
            run.Files.MakeFolder("share");
            Assert.Equal(0, (await run.RunAsync(run.Shell("echo from inside >/mnt/note"), Bind(run, "share", "/mnt"))).Status.Code);
            Assert.Equal("from inside\n", await File.ReadAllTextAsync(run.Files.At("share", "note")));
        }),
        new("a read-only bind mount takes no writes", async run =>
        {
            run.Files.MakeFolder("share");
            Assert.NotEqual(0, (await run.RunAsync(run.Shell("echo x >/mnt/note"), Bind(run, "share", "/mnt", readOnly: true))).Status.Code);
            Assert.Empty(Directory.GetFiles(run.Files.At("share")));
        }),
        new("a read-only bind mount cannot be made writable from inside", async run =>
        {
            run.Files.MakeFolder("share");
            await run.RunAsync(run.Shell("mount -o remount,bind,rw /mnt; echo x >/mnt/note"), Bind(run, "share", "/mnt", readOnly: true));
            Assert.Empty(Directory.GetFiles(run.Files.At("share")));
        }),
        new("a single file can be bound", async run =>
        {
            run.Files.Write("one-file", "just one");
            Assert.Equal("just one", (await run.RunAsync(run.Command("/bin/cat", "/data/greeting"), Bind(run, "one-file", "/data/greeting"))).Output);
        }),
        new("the same folder can be bound in two places", async run =>
        {
            run.Files.Write("share/note", "n");
            Outcome outcome = await run.RunAsync(run.Shell("cat /mnt/note /run/note"), spec => spec with
            {
                Mounts = [.. Bind(run, "share", "/mnt")(spec).Mounts, .. Bind(run, "share", "/run", readOnly: true)(spec).Mounts],
            });
            Assert.Equal("nn", outcome.Output);
        }),
        new("a later mount covers an earlier one", async run =>
        {
            run.Files.Write("share/note", "n");
            Assert.Equal("", (await run.RunAsync(run.Command("/bin/ls", "/mnt"), spec => spec with
            {
                Mounts = [.. Bind(run, "share", "/mnt")(spec).Mounts, new MountSpec.Tmpfs { Target = "/mnt" }],
            })).Output);
        }),
        new("a mount inside a mount is seen", async run =>
        {
            run.Files.MakeFolder("outer/inner");
            run.Files.Write("other/note", "nested");
            Assert.Equal("nested", (await run.RunAsync(run.Command("/bin/cat", "/mnt/inner/note"), spec => spec with
            {
                Mounts = [.. Bind(run, "outer", "/mnt")(spec).Mounts, .. Bind(run, "other", "/mnt/inner")(spec).Mounts],
            })).Output);
        }),
        new("a bind mount of a name with blanks and colons works", async run =>
        {
            run.Files.Write("two words: and a colon/note", "odd");
            Assert.Equal("odd", (await run.RunAsync(run.Command("/bin/cat", "/mnt/note"), Bind(run, "two words: and a colon", "/mnt"))).Output);
        }),
        new("a set-user-id program of a bind mount gives nothing", async run =>
        {
            run.Files.MakeFolder("share");
            Assert.Contains("nosuid", (await run.RunAsync(run.Shell("grep ' /mnt ' /proc/mounts"), Bind(run, "share", "/mnt"))).Output, StringComparison.Ordinal);
        }),
        new("a mount made inside is not seen on the host", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; sleep 600"), static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/mnt" }] });
            await container.Output.ExpectAsync("ready");
            Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/self/mountinfo"), line => line.Contains(container.Container.Spec.Root.Path! + "/mnt", StringComparison.Ordinal));
        }),
        ContractCase.Refuses("a bind mount of what is not there is refused", "mounts",
            static spec => spec with { Mounts = [new MountSpec.Bind { Source = "/no/such/folder", Target = "/mnt" }] }, looksAtHost: true),
        ContractCase.Refuses("a mount on / is refused", "mounts", static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/" }] }),
        ContractCase.Refuses("a mount target with .. is refused", "mounts", static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/mnt/../etc" }] }),
        ContractCase.Refuses("a relative mount target is refused", "mounts", static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "mnt" }] }),
        ContractCase.Prints("a tmpfs is empty and writable", "ls -A /mnt; echo x >/mnt/x && cat /mnt/x", "x", Tmpfs()),
        ContractCase.Prints("a tmpfs is a tmpfs", "awk '$2 == \"/mnt\" { print $3 }' /proc/mounts", "tmpfs", Tmpfs()),
        ContractCase.Exits("a tmpfs holds no more than its size", "dd if=/dev/zero of=/mnt/big bs=1M count=2 2>/dev/null", 1, Tmpfs(size: 1 << 20)),
        ContractCase.Exits("a tmpfs holds what its size allows", "dd if=/dev/zero of=/mnt/big bs=1k count=900 2>/dev/null", 0, Tmpfs(size: 1 << 20)),
        ContractCase.Prints("a tmpfs has the mode that was asked for", "stat -c %a /mnt", "750", Tmpfs(mode: 0x1E8)),
        ContractCase.Prints("a tmpfs is sticky and open by default", "stat -c %a /mnt", "1777", Tmpfs()),
        ContractCase.Prints("what is written to a tmpfs is gone with the container", "ls -A /tmp | wc -l", "0", static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/tmp" }] }),
        ContractCase.Prints("/proc is a proc of the container's own", "awk '$2 == \"/proc\" { print $3 }' /proc/mounts; cat /proc/1/comm; true", "proc\nsh"),
        ContractCase.Exits("/sys takes no writes", "echo x >/sys/power/state", 1),
        ContractCase.Prints("/dev/null swallows and gives nothing", "echo x >/dev/null; cat /dev/null; stat -c '%F %t %T' /dev/null", "character special file 1 3"),
        ContractCase.Prints("/dev/zero gives zeros", "head -c 3 /dev/zero | hexdump -v -e '1/1 \"%d\"'", "000"),
        ContractCase.Exits("/dev/full is full", "echo x >/dev/full", 1),
        ContractCase.Prints("/dev/urandom gives bytes", "head -c 16 /dev/urandom | wc -c", "16"),
        ContractCase.Prints("/dev/random gives bytes", "head -c 16 /dev/random | wc -c", "16"),
        ContractCase.Prints("/dev/fd, stdin, stdout and stderr lead to the streams", "echo x | cat /dev/stdin >/dev/stdout; ls -d /dev/fd/0", "x\n/dev/fd/0"),
        ContractCase.Exits("/dev/shm takes files", "echo x >/dev/shm/x && test -s /dev/shm/x", 0),
        ContractCase.Exits("no device of the host's disks is there", "ls /dev/vda /dev/sda /dev/mem /dev/kmem /dev/kmsg 2>/dev/null", 1),
        ContractCase.Exits("a device node cannot be made", "mknod /dev/shm/disk b 254 0 && cat /dev/shm/disk", 1),
        ContractCase.Exits("the root is writable by default", "touch /root/written && rm /root/written", 0),
        ContractCase.Exits("a read-only root takes no writes", "touch /root/written", 1, static spec => spec with { Root = spec.Root with { ReadOnly = true } }),
        ContractCase.Exits("a mount below a read-only root keeps its own mode", "touch /mnt/written", 0, static spec => spec with
        {
            Root = spec.Root with { ReadOnly = true },
            Mounts = [new MountSpec.Tmpfs { Target = "/mnt" }],
        }),
        new("what is written to an ephemeral root is gone with the container", async run =>
        {
            string script = "test ! -e /root/mark && echo x >/root/mark && cat /root/mark";
            for (int time = 0; time < 2; time++)
            {
                Outcome outcome = await run.RunAsync(run.Shell(script), static spec => spec with { Root = spec.Root with { Ephemeral = true } });
                Assert.Equal(("x\n", 0), (outcome.Output, outcome.Status.Code));
            }
        }),
        ContractCase.Prints("an empty root holds only what is mounted", "busybox ls / | busybox tr '\\n' ' '", "bin dev proc sys", static spec => spec with
        {
            Root = RootSpec.Void,
            Mounts = [new MountSpec.Bind { Source = spec.Root.Path + "/bin", Target = "/bin", ReadOnly = true }],
        }),
        ContractCase.Prints("the host's root shows the host's programs", "test -x /usr/bin/env && echo there", "there", static spec => spec with { Root = RootSpec.Host, Environment = [new("PATH", "/usr/bin:/bin")] }),
        ContractCase.Exits("the host's root hides people's files and secrets", "test -z \"$(ls -A /root /home /run/systemd 2>/dev/null | grep -v :)\" && ! cat /etc/shadow", 0,
            static spec => spec with { Root = RootSpec.Host, Environment = [new("PATH", "/usr/bin:/bin")] }),
        ContractCase.Exits("a user namespace over the host's root hides them as well", "test -z \"$(ls -A /root /home /run/systemd 2>/dev/null | grep -v :)\" && ! cat /etc/shadow && echo x >/home/x", 0,
            static spec => spec with { Root = RootSpec.Host, Namespaces = spec.Namespaces | NamespaceKinds.User, Environment = [new("PATH", "/usr/bin:/bin")] }),
        new("what is written to the host's root does not reach the host", async run =>
        {
            ContainerSpec spec = run.Shell("echo x >\"/usr/$NAME\" && cat \"/usr/$NAME\"");
            spec = spec with { Root = RootSpec.Host, Environment = [new("PATH", "/usr/bin:/bin"), new("NAME", spec.Id.ToString())] };
            Outcome outcome = await run.RunAsync(spec);
            Assert.Equal("x\n", outcome.Output);
            Assert.False(File.Exists($"/usr/{spec.Id}"));
        }),
        ContractCase.Refuses("a root that is not there is refused", "root", static spec => spec with { Root = spec.Root with { Path = "/no/such/root" } }, looksAtHost: true),
        ContractCase.Refuses("a root that is a file is refused", "root", static spec => spec with { Root = spec.Root with { Path = spec.Root.Path + "/data/greeting" } }, looksAtHost: true),
        ContractCase.Refuses("a relative root is refused", "root", static spec => spec with { Root = spec.Root with { Path = "root" } }),
        ContractCase.Exits("the way up from the root is the root", "test \"$(ls -di / | awk '{ print $1 }')\" = \"$(ls -di /../../.. | awk '{ print $1 }')\"", 0),
    ];

    internal static Func<ContainerSpec, ContainerSpec> Bind(CaseRun run, string source, string target, bool readOnly = false)
        => spec => spec with { Mounts = [new MountSpec.Bind { Source = run.Files.At(source), Target = target, ReadOnly = readOnly }] };

    private static Func<ContainerSpec, ContainerSpec> Tmpfs(long? size = null, int mode = 0x3FF)
        => spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/mnt", Size = size is { } bytes ? new ByteSize(bytes) : null, Mode = mode }] };
}

using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>The ways out of containers that have been found before, tried from outside. The numbers are those of the reports.</summary>
internal static class BreakoutCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        // runc CVE-2019-5736, CVE-2024-21626.
        ContractCase.Prints("the first process's program, root and directory are the container's own", "readlink /proc/1/exe; readlink /proc/1/root; readlink /proc/1/cwd", "/bin/busybox\n/\n/"),
        ContractCase.Prints("no descriptor of the first process leads to a directory", "for file in /proc/1/fd/*; do test -d $file && echo $file; done; echo done", "done"),

        // runc CVE-2026-41579, crun CVE-2026-47766 and their kind: the image has a link where the runtime puts something.
        .. new[] { "dev", "proc", "sys" }.Select(place => LinkedPlace($"an image whose /{place} is a link leads nowhere outside", place, static spec => spec)),
        LinkedPlace("an image whose mount point is a link leads nowhere outside", "mnt", static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/mnt" }] }),
        LinkedPlace("a mount point below a link leads nowhere outside", "mnt", static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/mnt/deep/new" }] }),
        LinkedPlace("a working directory that is a link leads nowhere outside", "home", static spec => spec with { WorkingDirectory = "/home" }),

        // runc CVE-2025-31133: the source of the masks.
        new("an image with its own /dev/null is masked by the real one", async run =>
        {
            string root = ImageWith(run, "etc");
            run.Files.Write("image/dev/null", "not the null device");
            Outcome outcome = await run.RunAsync(
                run.Shell("cat /dev/null; head -c 16 /proc/kcore | wc -c"), spec => spec with { Root = spec.Root with { Path = root } });
            Assert.Equal("0", outcome.Output.Trim());
        }),
        new("a user's name is not looked up outside the image", async run =>
        {
            string root = ImageWith(run, "etc");
            run.Files.Write("victim/passwd", "rose:x:4242:4242::/:/bin/sh\n");
            File.CreateSymbolicLink(Path.Join(root, "etc/passwd"), run.Files.At("victim", "passwd"));
            ContainerSpec spec = run.Shell("id -u");
            BackendException failure = await Assert.ThrowsAsync<BackendException>(
                () => run.RunAsync(spec with { Root = spec.Root with { Path = root }, User = UserSpec.Parse("rose") }));
            Assert.Contains("rose", failure.Message, StringComparison.Ordinal);
        }),

        // crun CVE-2026-30892: digits are a number, never a name.
        new("a number that is too large is no user", async run =>
        {
            Assert.Throws<FormatException>(() => UserSpec.Parse("99999999999"));
            Assert.Equal("4294967294\n", (await run.RunAsync(run.Shell("id -u"), static spec => spec with { User = UserSpec.Parse("4294967294:1") })).Output);
        }),

        // bubblewrap CVE-2017-5226: typing into the launcher's terminal takes a controlling terminal shared with it.
        ContractCase.Prints("a payload without a terminal has no controlling one", "awk '{ print $7 }' /proc/1/stat", "0"),
        new("the only terminal to be seen is the container's own", async run =>
        {
            run.Demand(Feature.Terminal);
            Outcome outcome = await run.RunAsync(run.Shell("ls /dev/pts | tr '\\n' ' '") with { Terminal = true });
            Assert.Equal("0 ptmx ", outcome.Output);
        }),
        new("the terminal belongs to the user", async run =>
        {
            run.Demand(Feature.Terminal);
            Outcome outcome = await run.RunAsync(run.Shell("stat -c %u /dev/pts/0") with { Terminal = true, User = UserSpec.Parse("rose") });
            Assert.Equal("1500", outcome.Output.Trim());
        }),

        // What the kernel would run on the host's side.
        ContractCase.Exits("the handler of crashes cannot be set", "echo '|/bin/sh' >/proc/sys/kernel/core_pattern", 1),
        ContractCase.Exits("the handler of device events cannot be set", "echo /bin/sh >/sys/kernel/uevent_helper", 1),
        ContractCase.Exits("the handler of emptied groups cannot be set", "for file in $(find /sys/fs/cgroup -name release_agent 2>/dev/null); do echo /bin/sh >$file && exit 1; done; exit 0", 0),
        ContractCase.Exits("no handler of program formats can be set", "echo x >/proc/sys/fs/binfmt_misc/register", 1),
        ContractCase.Exits("no file system can be mounted from a user namespace made inside", "unshare -r mount -t tmpfs none /mnt 2>/dev/null && exit 1; exit 0", 0),
        ContractCase.Exits("the firmware shows nothing", "test -z \"$(ls -A /sys/firmware 2>/dev/null)\"", 0),
        ContractCase.Prints("masks can be left out", "awk '$2 == \"/proc/kcore\" { masked = 1 } END { print masked + 0 }' /proc/mounts", "0",
            static spec => spec with { Security = spec.Security with { Unmasked = true } }),
        new("a payload that kills all it can see kills nothing outside", async run =>
        {
            LiveContainer other = await run.StartAsync(run.Shell("read word; exit 6"));
            Assert.Equal(5, (await run.RunAsync(run.Shell("kill -KILL -1; exit 5"))).Status.Code);
            other.Write("go\n");
            Assert.Equal(6, (await other.EndAsync()).Status.Code);
        }),
    ];

    // A start may fail or succeed; what the link points to outside must be left alone.
    private static ContractCase LinkedPlace(string name, string place, Func<ContainerSpec, ContainerSpec> with)
        => new(name, async run =>
        {
            string root = ImageWith(run, place);
            run.Files.Write("victim/mark", "untouched");
            Directory.Delete(Path.Join(root, place));
            File.CreateSymbolicLink(Path.Join(root, place), run.Files.At("victim"));
            Outcome? outcome = null;
            ContainerSpec spec = run.Shell("cat mark /mnt/mark 2>/dev/null; pwd");
            Exception? failure = await Record.ExceptionAsync(async () => outcome = await run.RunAsync(with(spec with { Root = spec.Root with { Path = root } })));
            if (failure is not (null or BackendException))
            {
                throw failure;
            }

            Assert.Equal([run.Files.At("victim", "mark")], Directory.GetFileSystemEntries(run.Files.At("victim"), "*", SearchOption.AllDirectories));
            Assert.DoesNotContain("untouched", outcome?.Output ?? "", StringComparison.Ordinal);
        });

    // A root of the case's own that it may spoil.
    private static string ImageWith(CaseRun run, params string[] folders)
    {
        foreach (string folder in (string[])["bin", "dev", "proc", "sys", "mnt", "home", .. folders])
        {
            run.Files.MakeFolder("image/" + folder);
        }

        string root = run.Files.At("image");
        File.Copy(Support.Tool.Find("busybox")!, Path.Join(root, "bin/busybox"));
        foreach (string applet in (string[])["sh", "cat", "head", "wc", "id", "pwd"])
        {
            File.CreateSymbolicLink(Path.Join(root, "bin", applet), "busybox");
        }

        return root;
    }
}

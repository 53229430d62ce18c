using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>What a container cannot see of the host, looked at from inside.</summary>
internal static class HostRootCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        OnHostRoot("the host's run-time and temporary files are hidden", "ls -A /run /tmp /var/tmp /mnt /media /boot 2>/dev/null | grep -v ':$' | grep -v '^$'; echo end", "end"),
        OnHostRoot("the host's keys and shadow files are hidden", "ls /etc/shadow /etc/gshadow /etc/sudoers /etc/machine-id /etc/ssh/ssh_host_*_key 2>/dev/null | wc -l", "0"),
        OnHostRoot("the mount table of the host's root tells of the container's own mounts only", "cut -d' ' -f5 /proc/self/mountinfo | grep -vE '^/$|^/(proc|sys|dev|usr|etc|opt|var|srv)(/|$)'; echo end", "end"),
        ContractCase.Prints("the mount table tells of the container's own mounts only", "cut -d' ' -f5 /proc/self/mountinfo | grep -vE '^/$|^/(proc|sys|dev)(/|$)'; echo end", "end"),
        ContractCase.Prints("the root of process 1 is the container's", "cd /proc/1/root && test \"$(stat -c %d:%i .)\" = \"$(stat -c %d:%i /)\" && echo same", "same"),
        ContractCase.Prints("no terminal of the host is there", "ls /dev/pts", "ptmx"),
        ContractCase.Prints("no debugging or tracing file system is there", "ls /sys/kernel/debug /sys/kernel/tracing 2>/dev/null | grep -v ':$' | grep -v '^$'; echo end", "end"),
        new("another container's control group is not seen", async run =>
        {
            LiveContainer other = await run.StartAsync(run.Shell("echo ready; exec sleep 600"));
            await other.Output.ExpectAsync("ready");
            string seen = (await run.RunAsync(run.Shell($"find /sys/fs/cgroup -name '*{other.Container.Spec.Id}*'; echo end"))).Output;
            Assert.Equal("end\n", seen);
        }),
        new("who may mount cannot take the root off and find the host below it", async run =>
        {
            run.Files.Write("secret", "the host's");
            ContainerSpec spec = run.Shell("umount -l / 2>/dev/null; cat \"$SECRET\" \"/proc/1/root$SECRET\" \"../../../..$SECRET\" 2>/dev/null; busybox nsenter -t 1 -m /bin/cat \"$SECRET\" 2>/dev/null; echo end");
            Outcome outcome = await run.RunAsync(spec with
            {
                Environment = [.. spec.Environment, new("SECRET", run.Files.At("secret"))],
                Security = spec.Security with { CapabilitiesAdded = ["SYS_ADMIN"], Seccomp = SeccompProfile.Unconfined },
            });
            Assert.Equal("end\n", outcome.Output);
        }),
    ];

    private static ContractCase OnHostRoot(string name, string script, string expected)
        => ContractCase.Prints(name, script, expected, static spec => spec with { Root = RootSpec.Host, Environment = [new("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")] });
}

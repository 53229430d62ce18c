using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Where a payload starts.</summary>
internal static class WorkingDirectoryCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        ContractCase.Prints("the working directory is / by default", "pwd", "/"),
        ContractCase.Prints("the working directory can be chosen", "pwd", "/home/rose", static spec => spec with { WorkingDirectory = "/home/rose" }),
        ContractCase.Prints("relative paths begin at the working directory", "cat greeting", "hello", static spec => spec with { WorkingDirectory = "/data" }),
        ContractCase.Prints("the working directory may be a mount", "pwd; ls -a | wc -l", "/mnt\n2", static spec => spec with
        {
            WorkingDirectory = "/mnt",
            Mounts = [new MountSpec.Tmpfs { Target = "/mnt" }],
        }),
        ContractCase.FailsToStart("a working directory that is a file fails the start", 125, static spec => spec with { WorkingDirectory = "/data/greeting" }),
        ContractCase.Refuses("a relative working directory is refused", "workdir", static spec => spec with { WorkingDirectory = "home" }),
        new("a working directory that leads to the host is not followed", async run =>
        {
            // runc CVE-2024-21626: a descriptor of the host as working directory.
            ContainerSpec spec = run.Shell("cat ../../../../etc/hostname") with { WorkingDirectory = "/proc/self/fd/7" };
            await Assert.ThrowsAsync<BackendException>(() => run.RunAsync(spec));
        }),
    ];
}

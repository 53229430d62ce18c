using System.Diagnostics;
using System.Globalization;
using Helios.Backends.Namespaces;
using Helios.Backends.SystemdRun;
using Helios.Contracts;
using Helios.Linux;
using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Containers.Benchmarks;

/// <summary>What a container costs as a unit of systemd, beside systemd-run by itself, in turn; in a box where systemd does not run the machine.</summary>
internal static class SystemdSection
{
    /// <summary>The first argument that asks for it.</summary>
    internal const string Word = "systemd-run";

    internal static int Run(int rounds)
    {
        if (Directory.Exists("/run/systemd/system"))
        {
            Measure(rounds);
            return 0;
        }

        using SystemdBox box = new(Repository.Root);
        ToolResult result = box.Run(
            "env", "DOTNET_ROOT=" + Environment.GetEnvironmentVariable("DOTNET_ROOT"), Environment.ProcessPath!, Word, rounds.ToString(CultureInfo.InvariantCulture));
        Console.Write(result.Output);
        Console.Error.Write(result.Errors);
        return result.ExitCode;
    }

    private static void Measure(int rounds)
    {
        using BusyboxBundle bundle = new();
        using Launcher launcher = new();
        using NamespacesBackend namespaces = new();
        using SystemdRunBackend systemd = new();
        string[] wait = ["systemd-run", "--quiet", "--wait", "--collect"];
        string[] isolated =
        [
            .. wait, "--property=RootDirectory=" + bundle.Root, "--property=MountAPIVFS=yes", "--property=PrivateDevices=yes", "--property=PrivateNetwork=yes", "--property=PrivateIPC=yes",
            "--property=NoNewPrivileges=yes", "--property=SystemCallFilter=@system-service", "--property=ProtectControlGroups=yes",
        ];
        List<(string Name, Func<TimeSpan> Run)> contestants =
        [
            ("systemd-run --wait, bare", () => Time(launcher, [.. wait, bundle.Root + "/bin/true"])),
            ("systemd-run --scope, bare, until its end", () => Time(launcher, ["systemd-run", "--quiet", "--scope", "--collect", bundle.Root + "/bin/true"])),
            ("systemd-run --scope, bare, until it is gone", () => TimeScope(launcher, bundle.Root + "/bin/true")),
            ("systemd-run --wait with isolating properties", () => Time(launcher, [.. isolated, "/bin/true"])),
            ("helios, systemd-run backend", () => Contain(systemd, bundle, ResourceLimits.None)),
            ("helios, the same with memory and pids limits", () => Contain(systemd, bundle, new ResourceLimits { Memory = ByteSize.FromMiB(64), Pids = 20 })),
            ("helios, namespaces backend", () => Contain(namespaces, bundle, ResourceLimits.None)),
        ];
        Turns turns = new(contestants, rounds);
        Console.WriteLine($"one container of busybox true, start to removed, milliseconds, {rounds} in turn");
        turns.Print(Console.Out, contestants[0].Name, differences: true);
    }

    // systemd-run becomes the program of a scope, so its end is not yet the end of the unit, as it is with --wait.
    private static TimeSpan TimeScope(Launcher launcher, string program)
    {
        string unit = $"bench-{Guid.NewGuid().ToString("N")[..12]}.scope";
        long start = Stopwatch.GetTimestamp();
        Time(launcher, ["systemd-run", "--quiet", "--scope", "--collect", "--unit=" + unit, program]);
        string group = (Directory.Exists("/sys/fs/cgroup/systemd") ? "/sys/fs/cgroup/systemd" : "/sys/fs/cgroup") + "/system.slice/" + unit;
        SpinWait.SpinUntil(() => !Directory.Exists(group));
        return Stopwatch.GetElapsedTime(start);
    }

    // A program by the same launcher that the backends use, from its start to its end.
    private static TimeSpan Time(Launcher launcher, string[] command)
    {
        long start = Stopwatch.GetTimestamp();
        using SpawnScript script = new();
        SpawnResult nothing = script.Call("open /dev/null", Sys.openat, OpenFlags.AT_FDCWD, script.Text("/dev/null"), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        script.PassDescriptors((nothing, 0), (nothing, 1), (nothing, 2));
        script.CloseOnExecFrom(3);
        script.ResetSignals();
        script.Call("execute", Sys.execve, script.Text("/usr/bin/" + command[0]), script.TextArray(command), script.TextArray(["PATH=/usr/bin:/bin", "LC_ALL=C"]));
        using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
        WaitStatus status = process.Wait();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return status.Code == 0 ? elapsed : throw new InvalidOperationException($"{string.Join(' ', command)}: {status}");
    }

    private static TimeSpan Contain(IIsolationBackend backend, BusyboxBundle bundle, ResourceLimits limits)
    {
        ContainerSpec spec = new()
        {
            Id = ContainerId.Parse($"bench-{Guid.NewGuid().ToString("N")[..12]}"),
            Command = ["/bin/true"],
            Root = new RootSpec { Kind = RootKind.Directory, Path = bundle.Root },
            Limits = limits,
        };
        long start = Stopwatch.GetTimestamp();
        IContainer container = backend.PrepareAsync(spec, ContainerIo.Nothing, CancellationToken.None).GetAwaiter().GetResult();
        container.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        ExitStatus status = container.Exited.GetAwaiter().GetResult();
        container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return status.IsSuccess ? elapsed : throw new InvalidOperationException($"the payload ended with {status}");
    }
}

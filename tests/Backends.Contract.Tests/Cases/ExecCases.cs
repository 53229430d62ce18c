using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Further processes in a running container.</summary>
internal static class ExecCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        With("a further process sees the payload", async (run, container) => Assert.Equal((0, "sleep\n"), Of(await container.ExecAsync(run, "cat /proc/1/comm")))),
        With("a further process reports its exit code", async (run, container) => Assert.Equal(31, (await container.ExecAsync(run, "exit 31")).Status.Code)),
        .. new[] { "pid", "mnt", "uts", "ipc", "net" }.Select(kind => With($"a further process is in the container's {kind} namespace", async (run, container) =>
            Assert.Equal((0, "same\n"), Of(await container.ExecAsync(run, $"test \"$(readlink /proc/self/ns/{kind})\" = \"$(readlink /proc/1/ns/{kind})\" && echo same"))))),
        With("a further process is in the container's control groups", async (run, container) =>
        {
            await using LiveProcess process = await container.ExecAsync(run, new ExecSpec { Command = ["/bin/sleep", "600"] });
            if (container.Container.Cgroup is { } group)
            {
                Assert.Contains(
                    process.Process.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), await File.ReadAllLinesAsync(Path.Join(group, "cgroup.procs")));
            }
        }),
        With("a further process has the container's environment and its own", async (run, container) =>
            Assert.Equal((0, "/bin given\n"), Of(await container.ExecAsync(run, "echo $PATH $EXTRA", static spec => spec with { Environment = [new("EXTRA", "given")] })))),
        With("a further process's environment wins", async (run, container) =>
            Assert.Equal((0, "mine\n"), Of(await container.ExecAsync(run, "echo $WORD", static spec => spec with { Environment = [new("WORD", "yours"), new("WORD", "mine")] })))),
        With("a further process can start in another directory", async (run, container) =>
            Assert.Equal((0, "/data\n"), Of(await container.ExecAsync(run, "pwd", static spec => spec with { WorkingDirectory = "/data" })))),
        With("a further process can be another user", async (run, container) =>
            Assert.Equal((0, "1500\n"), Of(await container.ExecAsync(run, "id -u", static spec => spec with { User = UserSpec.Parse("rose") })))),
        With("a further process has no more rights than the payload", async (run, container) =>
            Assert.Equal((0, "same\n"), Of(await container.ExecAsync(
                run, "test \"$(grep -E 'CapBnd|CapEff|NoNewPrivs|Seccomp:' /proc/self/status)\" = \"$(grep -E 'CapBnd|CapEff|NoNewPrivs|Seccomp:' /proc/1/status)\" && echo same")))),
        With("a further process can be signalled", async (run, container) =>
        {
            await using LiveProcess process = await container.ExecAsync(run, new ExecSpec { Command = ["/bin/sh", "-c", "trap 'exit 19' TERM; echo ready; while :; do sleep 600 & wait; done"] });
            await process.Output.ExpectAsync("ready");
            Assert.True(process.Process.TrySignal(Signal.Terminate));
            Assert.Equal(19, (await process.Process.Exited.WaitAsync(CaseRun.Patience)).Code);
        }),
        With("the end of a further process is not the container's", async (run, container) =>
        {
            await container.ExecAsync(run, "exit 0");
            Assert.False(container.Container.Exited.IsCompleted);
        }),
        With("a further process dies with its container", async (run, container) =>
        {
            await using LiveProcess process = await container.ExecAsync(run, new ExecSpec { Command = ["/bin/sleep", "600"] });
            container.Container.TrySignal(Signal.Kill);
            Assert.Equal(137, (await process.Process.Exited.WaitAsync(CaseRun.Patience)).Code);
        }),
        With("ten further processes at once", async (run, container) =>
        {
            (ExitStatus Status, string Output)[] all = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => container.ExecAsync(run, $"echo {number}; exit {number}")));
            Assert.Equal(Enumerable.Range(0, 10), all.Select(static one => one.Status.Code));
        }),
        With("a further process that does not exist is not found", async (run, container) =>
        {
            BackendException failure = await Assert.ThrowsAsync<BackendException>(() => container.ExecAsync(run, new ExecSpec { Command = ["/bin/no-such-program"] }));
            Assert.Equal(127, failure.Cause.Code);
        }),
        With("a further process can have a terminal", async (run, container) =>
        {
            run.Demand(Feature.Terminal);
            await using LiveProcess process = await container.ExecAsync(run, new ExecSpec { Command = ["/bin/sh", "-c", "test -t 0 && echo terminal; sleep 600"], Terminal = true });
            await process.Output.ExpectAsync("terminal");
        }),
        With("no descriptor of the launcher's passes to a further process", async (run, container) =>
            Assert.Equal((0, "0 1 2 3 \n"), Of(await container.ExecAsync(run, "ls /proc/self/fd | tr '\\n' ' '; echo")))),
        new("nothing can be started in a container that has ended", async run =>
        {
            run.Demand(Feature.Exec);
            LiveContainer container = await run.StartAsync(run.Shell("true"));
            await container.EndAsync();
            await Assert.ThrowsAsync<BackendException>(() => container.ExecAsync(run, new ExecSpec { Command = ["/bin/true"] }));
        }),
    ];

    private static ContractCase With(string name, Func<CaseRun, LiveContainer, Task> body)
        => new(name, async run =>
        {
            run.Demand(Feature.Exec);
            await body(run, await run.StartAsync(run.Command("/bin/sleep", "600")));
        });

    private static (int Code, string Output) Of((ExitStatus Status, string Output) result) => (result.Status.Code, result.Output);
}

using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Signals in, and the signal state a payload starts with.</summary>
internal static class SignalCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        .. new[] { "HUP", "INT", "QUIT", "USR1", "USR2", "TERM", "WINCH", "CONT" }.Select(name => new ContractCase(
            $"SIG{name} reaches the payload's handler", async run =>
            {
                LiveContainer container = await run.StartAsync(run.Shell($"trap 'exit 33' {name}; echo ready; while :; do sleep 600 & wait; done"));
                await container.Output.ExpectAsync("ready");
                Assert.True(container.Container.TrySignal(Signal.Parse(name)));
                Assert.Equal(33, (await container.EndAsync()).Status.Code);
            })),
        new("a payload that handles TERM may go on", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("trap 'echo caught' TERM; echo ready; while :; do sleep 600 & wait; done"));
            await container.Output.ExpectAsync("ready");
            container.Container.TrySignal(Signal.Terminate);
            await container.Output.ExpectAsync("caught");
            Assert.False(container.Container.Exited.IsCompleted);
        }),
        new("a payload that handles every signal cannot handle KILL", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("trap '' HUP INT QUIT USR1 USR2 TERM; echo ready; while :; do sleep 600 & wait; done"));
            await container.Output.ExpectAsync("ready");
            container.Container.TrySignal(Signal.Terminate);
            container.Container.TrySignal(Signal.Kill);
            Assert.Equal(137, (await container.EndAsync()).Status.Code);
        }),
        new("a stopped payload goes on with CONT", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("trap 'echo continued; exit 0' CONT; echo ready; while :; do sleep 600 & wait; done"));
            await container.Output.ExpectAsync("ready");
            container.Container.TrySignal(Signal.Parse("STOP"));
            container.Container.TrySignal(Signal.Parse("CONT"));
            await container.Output.ExpectAsync("continued");
            Assert.Equal(0, (await container.EndAsync()).Status.Code);
        }),
        Status("no signal is ignored at the start", "SigIgn"),
        Status("no signal is blocked at the start", "SigBlk"),
        ContractCase.Exits("a broken pipe ends its writer", "(yes; echo $? >/tmp/code) | head -n 1 >/dev/null; test \"$(cat /tmp/code)\" = 141", 0,
            static spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/tmp" }] }),
        ContractCase.Exits("a payload that signals itself with TERM is not ended by it as process 1", "kill -TERM 1; exit 21", 21),
    ];

    // Asked of a program that nobody else has started, since a shell changes the signals of what it starts.
    private static ContractCase Status(string name, string line)
        => new(name, async run => Assert.Equal($"{line}:\t0000000000000000\n", (await run.RunAsync(run.Command("/bin/grep", line, "/proc/self/status"))).Output));
}

using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Containers with a terminal.</summary>
internal static class TerminalCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        Case("all three streams are a terminal", async run =>
        {
            Outcome outcome = await run.RunAsync(Terminal(run, "test -t 0 && test -t 1 && test -t 2 && echo terminal"));
            Assert.Contains("terminal", outcome.Output, StringComparison.Ordinal);
        }),
        Case("the terminal has the size asked for", async run =>
        {
            LiveContainer container = await run.PrepareAsync(Terminal(run, "read go; stty size"), size: new TerminalSize(132, 43));
            await container.Container.StartAsync(CancellationToken.None);
            container.Connected();
            container.Type("\n");
            await container.Output.ExpectAsync("43 132");
        }),
        Case("a new size reaches the terminal", async run =>
        {
            LiveContainer container = await run.StartAsync(Terminal(run, "echo ready; read go; stty size"));
            await container.Output.ExpectAsync("ready");
            container.Container.Resize(new TerminalSize(99, 11));
            container.Type("\n");
            await container.Output.ExpectAsync("11 99");
        }),
        Case("Ctrl-C interrupts the payload", async run =>
        {
            LiveContainer container = await run.StartAsync(Terminal(run, "trap 'exit 21' INT; echo ready; while :; do sleep 600 & wait; done"));
            await container.Output.ExpectAsync("ready");
            container.Type("\u0003");
            Assert.Equal(21, (await container.EndAsync()).Status.Code);
        }),
        Case("Ctrl-D is the end of the input", async run =>
        {
            LiveContainer container = await run.StartAsync(Terminal(run, "echo ready; cat >/dev/null; exit 22"));
            await container.Output.ExpectAsync("ready");
            container.Type("\u0004");
            Assert.Equal(22, (await container.EndAsync()).Status.Code);
        }),
        Case("what is typed is echoed and read", async run =>
        {
            LiveContainer container = await run.StartAsync(Terminal(run, "echo ready; read word; echo \"<$word>\""));
            await container.Output.ExpectAsync("ready");
            container.Type("hello\n");
            await container.Output.ExpectAsync("<hello>");
        }),
        Case("the terminal is the controlling one", async run =>
        {
            LiveContainer container = await run.StartAsync(Terminal(run, "echo said >/dev/tty"));
            await container.Output.ExpectAsync("said");
        }),
        Case("the terminal has a name inside", async run =>
        {
            LiveContainer container = await run.StartAsync(Terminal(run, "tty; echo done"));
            await container.Output.ExpectAsync("done");
            Assert.DoesNotContain("not a tty", container.Output.Text, StringComparison.Ordinal);
            await container.Output.ExpectAsync("/dev/");
        }),
        Case("the exit code comes through a terminal", async run => Assert.Equal(17, (await run.RunAsync(Terminal(run, "exit 17"))).Status.Code)),
        new("a container without a terminal has none", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("test ! -t 0 && test ! -t 1 && ! echo x 2>/dev/null >/dev/tty"));
            Assert.Null(container.Container.Terminal);
            Assert.Equal(0, (await container.EndAsync()).Status.Code);
        }),
    ];

    private static ContractCase Case(string name, Func<CaseRun, Task> body)
        => new(name, run =>
        {
            run.Demand(Feature.Terminal);
            return body(run);
        });

    private static ContainerSpec Terminal(CaseRun run, string script) => run.Shell(script) with { Terminal = true };
}

using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>How a payload's end is told.</summary>
internal static class ExitCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        .. new[] { 0, 1, 2, 42, 125, 126, 127, 128, 143, 255 }.Select(code => ContractCase.Exits($"exit code {code} is reported", $"exit {code}", code)),
        ContractCase.Exits("the code of the last command is the code of the script", "false", 1),
        ContractCase.Exits("a program that replaces the shell ends the container", "exec /bin/sh -c 'exit 9'", 9),
        ContractCase.Exits("a child killed by SEGV is 139 for its shell", "sh -c 'kill -SEGV $$'; exit $?", 139),
        ContractCase.Exits("a child killed by ABRT is 134 for its shell", "sh -c 'kill -ABRT $$'; exit $?", 134),
        ContractCase.Exits("a child killed by KILL is 137 for its shell", "sh -c 'kill -KILL $$'; exit $?", 137),
        ContractCase.Exits("children that still run do not keep the container alive", "sleep 600 & exit 3", 3),
        ContractCase.Exits("a daemon in a session of its own does not keep the container alive", "setsid sleep 600 </dev/null >/dev/null 2>&1 & exit 4", 4),
        ContractCase.Exits("an orphan's end is not the container's", "(sh -c 'exit 5' &); sleep 0.05; exit 6", 6),
        new("the cause of a normal end is the payload's own choice", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("exit 12"));
            Assert.Equal(new ExitCause.Exited(12), outcome.Cause);
            Assert.True(outcome.Cause.IsOwnChoice);
        }),
        new("a kill from outside is a signal, not an exit code", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"));
            Assert.True(container.Container.TrySignal(Signal.Kill));
            Outcome outcome = await container.EndAsync();
            Assert.Equal(137, outcome.Status.Code);
            if (run.Subject.TellsSignals)
            {
                Assert.Equal(Signal.Kill, outcome.Status.Signal);
                Assert.Equal(new ExitCause.Signaled(Signal.Kill), outcome.Cause);
            }
        }),
        new("exit code 137 without a signal is an exit code", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("exit 137"));
            if (run.Subject.TellsSignals)
            {
                Assert.Equal(new ExitCause.Exited(137), outcome.Cause);
            }
            else
            {
                Assert.Equal(137, outcome.Status.Code);
            }
        }),
        new("the end is told even when nobody waited for it at the time", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("exit 8"));
            await container.Output.ToEndAsync();
            Assert.Equal(8, (await container.Container.Exited.WaitAsync(CaseRun.Patience)).Code);
            Assert.Equal(8, (await container.Container.Exited).Code);
        }),
    ];
}

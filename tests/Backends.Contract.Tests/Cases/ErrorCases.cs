using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Starts that fail say why and leave nothing.</summary>
internal static class ErrorCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        ContractCase.FailsToStart("a program that does not exist is 127", 127, static spec => spec with { Command = ["/bin/no-such-program"] }),
        ContractCase.FailsToStart("a program that is nowhere on PATH is 127", 127, static spec => spec with { Command = ["no-such-program"] }),
        ContractCase.FailsToStart("a program whose interpreter is missing is 127", 127, static spec => spec with { Command = ["/data/strange-interpreter"] }),
        ContractCase.FailsToStart("a directory is no program: 126", 126, static spec => spec with { Command = ["/data"] }),
        ContractCase.FailsToStart("a file that may not be executed is 126", 126, static spec => spec with { Command = ["/data/not-a-program"] }),
        ContractCase.FailsToStart("a program that the user may not execute is 126", 126, static spec => spec with { Command = ["/data/private"], User = UserSpec.Parse("rose") }),
        ContractCase.Refuses("an empty command is refused", "command", static spec => spec with { Command = [] }),
        ContractCase.Refuses("an empty program is refused", "command", static spec => spec with { Command = [""] }),
        ContractCase.Refuses("a NUL in an argument is refused", "command", static spec => spec with { Command = ["/bin/echo", "a\0b"] }),
        ContractCase.Refuses("a variable without a name is refused", "environment", static spec => spec with { Environment = [new("", "x")] }),
        ContractCase.Refuses("a variable with = in its name is refused", "environment", static spec => spec with { Environment = [new("A=B", "x")] }),
        ContractCase.Refuses("a host name with a slash is refused", "hostname", static spec => spec with { HostName = "a/b" }),
        ContractCase.Refuses("a host name without a UTS namespace is refused", "hostname", static spec => spec with { HostName = "x", Namespaces = spec.Namespaces & ~NamespaceKinds.Uts }),
        ContractCase.Refuses("a negative grace period is refused", "stop-grace", static spec => spec with { StopGrace = TimeSpan.FromSeconds(-1) }),
        new("a failed start names the program", async run =>
        {
            BackendException failure = await Assert.ThrowsAsync<BackendException>(() => run.RunAsync(run.Command("/bin/no-such-program")));
            Assert.Contains("/bin/no-such-program", failure.Message, StringComparison.Ordinal);
        }),
        new("a name is free again after a failed start", async run =>
        {
            ContainerSpec spec = run.Shell("exit 6");
            LiveContainer? failing = null;
            await Assert.ThrowsAsync<BackendException>(async () =>
            {
                failing = await run.PrepareAsync(spec with { Command = ["/bin/no-such-program"] });
                await failing.Container.StartAsync(CancellationToken.None);
            });
            await (failing?.DisposeAsync() ?? ValueTask.CompletedTask);
            Assert.Equal(6, (await run.RunAsync(spec)).Status.Code);
        }),
        new("what a backend lacks is refused with the field, not ignored", run =>
        {
            foreach (Feature feature in Enum.GetValues<Feature>().Where(feature => !run.Backend.Capabilities.Has(feature)))
            {
                Unsupported missing = Assert.IsType<Unsupported>(run.Backend.Capabilities.Find(feature));
                Assert.True(missing.Reason.Length > 0 && missing.Remedy.Length > 0, $"{feature} is missing without a reason or a remedy");
            }

            return Task.CompletedTask;
        }),
    ];
}

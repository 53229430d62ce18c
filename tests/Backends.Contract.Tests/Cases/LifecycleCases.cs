using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Prepare, start, end, dispose: in every order that a supervisor may take.</summary>
internal static class LifecycleCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("a good specification has no faults", run =>
        {
            ContainerSpec spec = run.Shell("true");
            run.SkipWhatIsLacking(spec);
            Assert.Empty(run.Backend.Validate(spec));
            return Task.CompletedTask;
        }),
        new("a plan has steps, ends with the command and makes nothing", run =>
        {
            run.DemandBackend();
            ContainerSpec spec = run.Command("/bin/echo", "the last step");
            run.DemandFeatures(spec);
            LaunchPlan plan = run.Backend.Plan(spec);
            Assert.Equal((run.Backend.Name, spec.Id), (plan.Backend, plan.Id));
            Assert.NotEmpty(plan.Steps);
            Assert.Contains("/bin/echo", plan.Steps[^1].Text, StringComparison.Ordinal);
            return Task.CompletedTask;
        }),
        new("a plan is the same each time it is made", run =>
        {
            run.DemandBackend();
            ContainerSpec spec = run.Shell("true");
            run.SkipWhatIsLacking(spec);
            Assert.Equal(run.Backend.Plan(spec).ToString(), run.Backend.Plan(spec).ToString());
            return Task.CompletedTask;
        }),
        new("a container that is prepared and never started leaves nothing", async run =>
        {
            LiveContainer container = await run.PrepareAsync(run.Shell("true"));
            Assert.Null(container.Container.Terminal);
            await container.DisposeAsync();
        }),
        new("disposing a running container kills it", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; sleep 600"));
            await container.Output.ExpectAsync("ready");
            Task<ExitStatus> exited = container.Container.Exited;
            await container.Container.DisposeAsync().AsTask().WaitAsync(CaseRun.Patience);
            Assert.Equal(137, (await exited.WaitAsync(CaseRun.Patience)).Code);
        }),
        new("disposing twice is harmless", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("true"));
            await container.EndAsync();
            await container.Container.DisposeAsync();
            await container.Container.DisposeAsync();
        }),
        new("two can dispose at once", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; sleep 600"));
            await container.Output.ExpectAsync("ready");
            await Task.WhenAll(Task.Run(() => container.Container.DisposeAsync().AsTask()), Task.Run(() => container.Container.DisposeAsync().AsTask()));
            await container.Container.Exited.WaitAsync(CaseRun.Patience);
        }),
        new("a second start is refused and the first goes on", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("read word; exit 7"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => container.Container.StartAsync(CancellationToken.None));
            container.Write("go\n");
            Assert.Equal(7, (await container.EndAsync()).Status.Code);
        }),
        new("a start after disposal is refused", async run =>
        {
            LiveContainer container = await run.PrepareAsync(run.Shell("true"));
            await container.Container.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => container.Container.StartAsync(CancellationToken.None));
        }),
        new("a start that is cancelled beforehand starts nothing", async run =>
        {
            LiveContainer container = await run.PrepareAsync(run.Shell("true"));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => container.Container.StartAsync(new CancellationToken(canceled: true)));
            Assert.Equal(0, container.Container.ProcessId);
        }),
        new("preparing that is cancelled beforehand makes nothing", async run =>
        {
            ContainerSpec spec = run.Shell("true");
            run.SkipWhatIsLacking(spec);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Backend.PrepareAsync(spec, ContainerIo.Nothing, new CancellationToken(canceled: true)));
        }),
        new("the process number is a living process of this host", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; sleep 600; true"));
            run.DemandProcesses();

            // The kernel tells the launcher of the exec a moment before it shows the new command line.
            await container.Output.ExpectAsync("ready");
            Assert.Contains("sleep 600", await File.ReadAllTextAsync($"/proc/{container.Container.ProcessId}/cmdline"), StringComparison.Ordinal);
        }),
        new("a container that has ended cannot be signalled", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("true"));
            await container.EndAsync();
            Assert.False(container.Container.TrySignal(Signal.Terminate));
        }),
        new("a container that has not been started cannot be signalled", async run =>
            Assert.False((await run.PrepareAsync(run.Shell("true"))).Container.TrySignal(Signal.Terminate))),
        new("the control group is there while the container runs", async run =>
        {
            run.DemandProcesses();
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"));
            if (container.Container.Cgroup is not { } group)
            {
                Assert.Skip("this host gives the container no control group");
                return;
            }

            Assert.True(Directory.Exists(group), group);
            Assert.Contains(
                container.Container.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                await File.ReadAllLinesAsync(Path.Join(group, "cgroup.procs")));
        }),
        new("killing all ends the container", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("sleep 600 & setsid sleep 600 & echo ready; wait"));
            await container.Output.ExpectAsync("ready");
            await container.Container.KillAllAsync();
            Assert.Equal(137, (await container.EndAsync()).Status.Code);
        }),
        new("killing all after the end is harmless", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("true"));
            await container.EndAsync();
            await container.Container.KillAllAsync();
        }),
        new("figures can be asked for after the end", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("true"));
            await container.EndAsync();
            Assert.NotNull(container.Container.ReadStatistics());
        }),
        new("the specification can be read back", async run =>
        {
            ContainerSpec spec = run.Shell("true");
            Assert.Same(spec, (await run.PrepareAsync(spec)).Container.Spec);
        }),
        new("a name can be used again once its container is gone", async run =>
        {
            ContainerSpec spec = run.Shell("exit 3");
            for (int time = 0; time < 3; time++)
            {
                LiveContainer container = await run.StartAsync(spec);
                Assert.Equal(3, (await container.EndAsync()).Status.Code);
                await container.DisposeAsync();
            }
        }),
        new("a name that is taken is refused while its container lives", async run =>
        {
            ContainerSpec spec = run.Command("/bin/sleep", "600");
            await run.StartAsync(spec);
            BackendException failure = await Assert.ThrowsAsync<BackendException>(
                () => run.Backend.PrepareAsync(spec, ContainerIo.Nothing, CancellationToken.None));
            Assert.Contains(spec.Id.ToString(), failure.Message, StringComparison.Ordinal);
        }),
        new("sweeping leaves a living container alone", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("read word; exit 5"));
            Assert.DoesNotContain(run.Backend.Sweep(), line => line.Contains(container.Container.Spec.Id.ToString(), StringComparison.Ordinal));
            container.Write("go\n");
            Assert.Equal(5, (await container.EndAsync()).Status.Code);
        }),
        new("asking for the end before the start is refused", async run =>
        {
            LiveContainer container = await run.PrepareAsync(run.Shell("true"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => container.Container.Exited);
        }),
    ];
}

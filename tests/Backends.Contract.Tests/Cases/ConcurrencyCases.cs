using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Many containers, at once and in a row.</summary>
internal static class ConcurrencyCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("twelve containers at once each have their own end", async run =>
        {
            ContainerSpec[] specs = [.. Enumerable.Range(0, 12).Select(number => run.Shell($"echo {number}; exit {number}"))];
            LiveContainer[] containers = [.. await Task.WhenAll(specs.Select(spec => run.PrepareAsync(spec, "")))];
            await Task.WhenAll(containers.Select(async container =>
            {
                await container.Container.StartAsync(CancellationToken.None).WaitAsync(CaseRun.Patience);
                container.Connected();
            }));
            Outcome[] outcomes = await Task.WhenAll(containers.Select(static container => container.EndAsync()));
            Assert.Equal(Enumerable.Range(0, 12), outcomes.Select(static outcome => outcome.Status.Code));
            Assert.Equal(Enumerable.Range(0, 12).Select(static number => $"{number}\n"), outcomes.Select(static outcome => outcome.Output));
        }),
        new("of eight that want one name one gets it", async run =>
        {
            ContainerSpec spec = run.Command("/bin/sleep", "600");
            run.SkipWhatIsLacking(spec);
            IContainer?[] got = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                try
                {
                    return await run.Backend.PrepareAsync(spec, ContainerIo.Nothing, CancellationToken.None);
                }
                catch (BackendException)
                {
                    return null;
                }
            })));
            Assert.Single(got, static container => container is not null);
            foreach (IContainer? container in got)
            {
                if (container is not null)
                {
                    await container.DisposeAsync();
                }
            }
        }),
        new("twenty containers in a row leave no descriptor open", async run =>
        {
            await One(run);
            int before = Directory.GetFiles("/proc/self/fd").Length;
            for (int time = 0; time < 20; time++)
            {
                await One(run);
            }

            // Others open and close some meanwhile; a leak would be twenty or more, and stay.
            using PeriodicTimer again = new(TimeSpan.FromMilliseconds(20));
            using CancellationTokenSource patience = new(CaseRun.Patience);
            while (Directory.GetFiles("/proc/self/fd").Length >= before + 20)
            {
                Assert.False(patience.IsCancellationRequested, "descriptors are leaking");
                await again.WaitForNextTickAsync(CancellationToken.None);
            }
        }),
        new("two containers can listen on one port", async run =>
        {
            const string listen = "nc -l -p 7777 >/dev/null 2>&1 & until netstat -ltn | grep -q :7777; do kill -0 $! || exit 1; sleep 0.02; done; echo listening; sleep 600";
            LiveContainer first = await run.StartAsync(run.Shell(listen));
            LiveContainer second = await run.StartAsync(run.Shell(listen));
            await first.Output.ExpectAsync("listening");
            await second.Output.ExpectAsync("listening");
        }),
        new("two containers have different names and processes", async run =>
        {
            ContainerSpec[] specs = [run.Shell("hostname; read word"), run.Shell("hostname; read word")];
            LiveContainer[] containers = [await run.StartAsync(specs[0]), await run.StartAsync(specs[1])];
            await containers[0].Output.ExpectAsync(specs[0].Id.ToString());
            await containers[1].Output.ExpectAsync(specs[1].Id.ToString());
            Assert.NotEqual(containers[0].Container.ProcessId, containers[1].Container.ProcessId);
        }),
        new("starting and killing at the same moment ends well", async run =>
        {
            for (int time = 0; time < 5; time++)
            {
                LiveContainer container = await run.PrepareAsync(run.Command("/bin/sleep", "600"));
                Task start = container.Container.StartAsync(CancellationToken.None);
                await container.Container.KillAllAsync();
                await Record.ExceptionAsync(() => start.WaitAsync(CaseRun.Patience));
                await container.DisposeAsync();
            }
        }),
    ];

    private static async Task One(CaseRun run)
    {
        LiveContainer container = await run.StartAsync(run.Shell("true"));
        await container.EndAsync();
        await container.DisposeAsync();
    }
}

using System.Text;
using Helios.Contracts;

namespace Helios.Backends.Simulated.Tests;

public class SimulatedBackendTests
{
    private static readonly ContainerSpec s_spec = new() { Id = ContainerId.Parse("web"), Command = ["app"] };

    private readonly VirtualTime _time = new();

    public SimulatedBackendTests() => SynchronizationContext.SetSynchronizationContext(null);

    [Fact]
    public void Life_goes_by_the_script_run_by_run()
    {
        SimulatedBackend backend = Backend(SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(5), 3), SimulatedBehaviour.Steady);
        IContainer first = Started(backend);
        _time.Advance(4.9);
        Assert.False(first.Exited.IsCompleted);
        _time.Advance(0.1);
        Assert.Equal(ExitStatus.Exited(3), Result(first.Exited));
        Assert.Equal(new ExitCause.Exited(3), first.ExplainExit(Result(first.Exited)));
        Gone(first);
        IContainer second = Started(backend);
        _time.Advance(1_000_000);
        Assert.False(second.Exited.IsCompleted);
    }

    [Fact]
    public void Slow_and_failing_steps_take_their_time_and_name_themselves()
    {
        ExitCause.LaunchFailed failure = new("mount proc", "EPERM");
        SimulatedBackend backend = Backend(new SimulatedBehaviour { PrepareTime = TimeSpan.FromSeconds(1), StartTime = TimeSpan.FromSeconds(2), StartFailure = failure });
        Task<IContainer> prepared = backend.PrepareAsync(s_spec, ContainerIo.Nothing, CancellationToken.None);
        Assert.False(prepared.IsCompleted);
        _time.Advance(1);
        IContainer container = Result(prepared);
        Task started = container.StartAsync(CancellationToken.None);
        _time.Advance(2);
        Assert.Same(failure, Assert.IsType<BackendException>(started.Exception!.InnerException).Cause);
        Assert.True(container.Exited.IsCompleted);
    }

    [Fact]
    public async Task Start_that_is_cancelled_leaves_nothing()
    {
        SimulatedBackend backend = Backend(new SimulatedBehaviour { StartTime = TimeSpan.FromSeconds(10) });
        IContainer container = Result(backend.PrepareAsync(s_spec, ContainerIo.Nothing, CancellationToken.None));
        using CancellationTokenSource cancel = new();
        Task started = container.StartAsync(cancel.Token);
        await cancel.CancelAsync();
        Assert.True(started.IsCanceled);
        await container.DisposeAsync();
        Assert.Empty(backend.Living);
    }

    [Fact]
    public void Stop_signal_ends_it_in_its_own_time_and_a_hang_needs_the_kill()
    {
        IContainer polite = Started(Backend(new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(2), StopExit = ExitStatus.Exited(0) }));
        Assert.True(polite.TrySignal(Signal.Terminate));
        _time.Advance(2);
        Assert.Equal(ExitStatus.Exited(0), Result(polite.Exited));
        Assert.False(polite.TrySignal(Signal.Terminate));

        IContainer hanging = Started(Backend(new SimulatedBehaviour { StopTime = null }));
        Assert.True(hanging.TrySignal(Signal.Terminate));
        _time.Advance(1000);
        Assert.False(hanging.Exited.IsCompleted);
        Assert.True(hanging.KillAllAsync().IsCompletedSuccessfully);
        Assert.Equal(ExitStatus.Killed(Signal.Kill), Result(hanging.Exited));
    }

    [Fact]
    public void Out_of_memory_names_the_group()
    {
        IContainer container = Started(Backend(new SimulatedBehaviour { Lifetime = TimeSpan.FromSeconds(1), OomCgroup = "web" }), s_spec with { Limits = new ResourceLimits { Memory = ByteSize.FromMiB(8) } });
        _time.Advance(1);
        Assert.Equal(new ExitCause.OutOfMemory("web", ByteSize.FromMiB(8)), container.ExplainExit(Result(container.Exited)));
    }

    [Fact]
    public void Nothing_happens_in_a_frozen_container()
    {
        IContainer container = Started(Backend(SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(5), 0)));
        container.FreezeAsync(CancellationToken.None);
        _time.Advance(100);
        Assert.False(container.Exited.IsCompleted);
        container.ThawAsync(CancellationToken.None);
        Assert.True(container.Exited.IsCompleted);
    }

    [Fact]
    public void Lost_control_group_has_no_figures_and_cannot_be_killed_as_a_group()
    {
        IContainer container = Started(Backend(new SimulatedBehaviour { LosesCgroupAfter = TimeSpan.FromSeconds(1) }));
        Assert.Equal(ByteSize.FromMiB(8), container.ReadStatistics().Memory);
        _time.Advance(1);
        Assert.Null(container.ReadStatistics().Memory);
        Assert.Null(container.Cgroup);
        Assert.IsType<BackendException>(container.KillAllAsync().Exception!.InnerException);
        Assert.True(container.TrySignal(Signal.Kill));
        Assert.True(container.Exited.IsCompleted);
    }

    [Fact]
    public void A_recycled_process_number_never_gets_its_predecessors_signal()
    {
        SimulatedBackend backend = new(_time, SimulationScript.Steady, reusePids: true);
        IContainer old = Started(backend);
        old.TrySignal(Signal.Kill);
        Gone(old);
        IContainer young = Started(backend);
        Assert.Equal(old.ProcessId, young.ProcessId);
        Assert.False(old.TrySignal(Signal.Kill));
        Assert.False(young.Exited.IsCompleted);
    }

    [Fact]
    public void Flood_of_output_is_as_long_as_the_script_says()
    {
        IInProcessContainer container = (IInProcessContainer)Result(Backend(new SimulatedBehaviour { OutputLines = 10, OutputEvery = TimeSpan.FromSeconds(1), OutputLineBytes = 40 })
            .PrepareAsync(s_spec, ContainerIo.Nothing, CancellationToken.None));
        List<string> lines = [];
        container.Written += (_, bytes) => lines.Add(Encoding.ASCII.GetString(bytes.Span));
        container.StartAsync(CancellationToken.None);
        _time.Advance(2);
        Assert.Equal(30, lines.Count);
        Assert.All(lines, static line => Assert.Equal(40, line.Length));
    }

    [Fact]
    public void Commands_answer_as_the_health_of_the_container_is()
    {
        IContainer container = Started(Backend(new SimulatedBehaviour { AnswersAfter = TimeSpan.FromSeconds(5), SickAfter = TimeSpan.FromSeconds(10) }));
        Assert.Equal([1, 0, 1], new[] { 0.0, 6, 6 }.Select(wait =>
        {
            _time.Advance(wait);
            IContainerProcess check = Result(container.ExecAsync(new ExecSpec { Command = ["check"] }, ContainerIo.Nothing, CancellationToken.None));
            _time.Advance(0);
            return Result(check.Exited).Code;
        }));
    }

    [Fact]
    public void Same_seed_draws_the_same_lives_whatever_others_do()
    {
        double[] Lives(int seed, bool company)
        {
            List<double> lives = [];
            SimulatedBackend backend = new(_time, SimulationScript.Steady.WithRandom("*", (_, chance) =>
            {
                lives.Add(chance.NextDouble());
                return SimulatedBehaviour.Steady;
            }), seed);
            for (int i = 0; i < 3; i++)
            {
                IContainer own = Started(backend);
                if (company)
                {
                    Gone(Started(backend, s_spec with { Id = ContainerId.Parse("other") }));
                    lives.RemoveAt(lives.Count - 1);
                }

                Gone(own);
            }

            return [.. lives];
        }

        Assert.Equal(Lives(1, false), Lives(1, true));
        Assert.NotEqual(Lives(1, false), Lives(2, false));
    }

    [Fact]
    public void What_it_is_told_to_lack_is_refused_at_validation()
    {
        SimulatedBackend backend = new(_time, SimulationScript.Steady, unsupported: [new(Feature.MemoryLimit, "no memory controller", "mount it")]);
        Assert.Equal("limits.memory", Assert.Single(backend.Validate(s_spec with { Limits = new ResourceLimits { Memory = ByteSize.FromMiB(1) } })).Field);
        Assert.False(backend.Capabilities.Has(Feature.Descriptors));
    }

    private SimulatedBackend Backend(params SimulatedBehaviour[] runs) => new(_time, SimulationScript.Steady.With("web", [.. runs]));

    private static IContainer Started(SimulatedBackend backend, ContainerSpec? spec = null)
    {
        IContainer container = Result(backend.PrepareAsync(spec ?? s_spec, ContainerIo.Nothing, CancellationToken.None));
        Assert.True(container.StartAsync(CancellationToken.None).IsCompletedSuccessfully);
        return container;
    }

    // A name is one container's as long as that is not disposed of.
    private static void Gone(IContainer container) => Assert.True(container.DisposeAsync().AsTask().IsCompletedSuccessfully);

    private static T Result<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("not done yet");
}

using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli.Tests;

public sealed class ForegroundRunTests : IDisposable
{
    private readonly FakeContainer _container = new(CommandLineReader.Read("--name", "c1", "x"));
    private readonly StringWriter _error = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public async Task The_exit_code_of_the_payload_is_the_result_and_nothing_is_said()
    {
        Task<int> run = RunAsync();
        _container.End(ExitStatus.Exited(7));

        Assert.Equal(7, await run);
        Assert.Empty(_error.ToString());
        Assert.True(_container.IsDisposed);
    }

    [Fact]
    public async Task An_end_that_was_not_the_payloads_choice_is_told_in_words()
    {
        _container.Cause = new ExitCause.OutOfMemory("container c1", ByteSize.FromMiB(64));
        Task<int> run = RunAsync();
        _container.End(ExitStatus.Killed(Signal.Kill));

        Assert.Equal(137, await run);
        Assert.Equal("helios: c1: killed: memory limit 64 MiB of container c1 reached\n", _error.ToString());
    }

    [Fact]
    public async Task A_signal_from_somewhere_is_told()
    {
        Task<int> run = RunAsync();
        _container.End(ExitStatus.Killed(Signal.Kill));

        Assert.Equal(137, await run);
        Assert.Equal("helios: c1: killed by SIGKILL\n", _error.ToString());
    }

    [Fact]
    public async Task A_signal_that_helios_gets_is_passed_on_and_a_death_by_it_is_no_news()
    {
        Task<int> run = RunAsync();
        await _container.Started.Task;
        Signal user = Signal.Parse("USR1");
        using (PidFd self = PidFd.Open(Environment.ProcessId))
        {
            self.TrySignal(user.Number);
        }

        Assert.Equal(user, await _container.Signalled.Task);
        _container.End(ExitStatus.Killed(user));
        Assert.Equal(138, await run);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task A_signal_before_the_payload_exists_cancels_the_launch()
    {
        FakeBackend backend = new(_container)
        {
            Preparing = static async cancellation =>
            {
                using PidFd self = PidFd.Open(Environment.ProcessId);
                self.TrySignal(Signal.Terminate.Number);
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };

        Assert.Equal(143, await RunAsync(backend));
    }

    [Fact]
    public async Task A_failed_start_keeps_its_exit_code_and_removes_the_container()
    {
        _container.StartFailure = new BackendException(new ExitCause.LaunchFailed("exec /bin/nothing", "no such file or directory", LaunchFailure.NotFound));

        CliException refusal = await Assert.ThrowsAsync<CliException>(() => RunAsync());

        Assert.Equal("exec /bin/nothing: no such file or directory", refusal.Message);
        Assert.Equal(127, refusal.Code);
        Assert.True(_container.IsDisposed);
    }

    [Fact]
    public async Task A_refused_specification_is_one_line_in_the_words_of_the_command_line()
    {
        FakeBackend backend = new(_container) { Faults = [new("limits.memory", "is too small"), new("supplementary-groups", "unknown")] };

        CliException refusal = await Assert.ThrowsAsync<CliException>(() => RunAsync(backend));

        Assert.Equal("--memory: is too small; --group-add: unknown", refusal.Message);
        Assert.Equal(125, refusal.Code);
    }

    private Task<int> RunAsync(FakeBackend? backend = null)
        => Task.Run(() => new ForegroundRun(backend ?? new FakeBackend(_container), new CliConsole(static () => TextWriter.Null, () => _error))
            .Run(_container.Spec, ContainerIo.Nothing));
}

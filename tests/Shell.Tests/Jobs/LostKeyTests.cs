using Helios.Linux;
using Helios.Support;

namespace Helios.Shell.Tests.Jobs;

/// <summary>The keys that send signals at any moment between the line's end and the program's first instruction: they always arrive.</summary>
public sealed class LostKeyTests
{
    private static readonly int s_rounds = Needs.Long ? 1000 : 40;

    [Fact]
    public void No_interrupt_is_lost_between_the_command_and_the_program()
    {
        using ShellTerminal shell = new();
        using Load load = new(Environment.ProcessorCount);
        Random random = new(20261127);
        int before = 0;
        int during = 0;
        for (int round = 0; round < s_rounds; round++)
        {
            shell.Type("sleep 1000\r");
            // From at once to about as long as a start takes.
            SpinFor(random.Next(0, 3000));
            before += shell.Children().Count == 0 ? 1 : 0;
            shell.Type("\x03");
            // If it had been lost, the program would run on and this would wait for it.
            shell.Type($"echo round''{round}\r");
            shell.Expect($"round{round}");
            shell.ToPrompt();
            during++;
            Assert.Empty(shell.Children());
        }

        Assert.Equal(s_rounds, during);
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_rounds} rounds, {before} of them with the key before there was a process");
    }

    [Fact]
    public void No_suspension_is_lost_between_the_command_and_the_program_and_none_stops_the_shell()
    {
        using ShellTerminal shell = new();
        using Load load = new(Environment.ProcessorCount);
        Random random = new(20261128);
        int stopped = 0;
        for (int round = 0; round < s_rounds; round++)
        {
            shell.Type("sleep 1000\r");
            SpinFor(random.Next(0, 3000));
            shell.Type("\x1a");
            // What was not read when the key came is thrown away by the terminal; what was, by the key for that.
            shell.Type($"\u0015echo round''{round}\r");
            shell.Expect($"round{round}");
            shell.ToPrompt();
            foreach (ProcessLine child in shell.Await("the stop", static children => children.All(static child => child.IsStopped)))
            {
                stopped++;
                ProcessGroups.Kill(child.Pid, (int)SignalNumbers.SIGKILL);
            }

            shell.Await("the end", static children => children.Count == 0);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{s_rounds} rounds, {stopped} of them with a job that was stopped");
    }

    private static void SpinFor(int microseconds)
    {
        long end = System.Diagnostics.Stopwatch.GetTimestamp() + (microseconds * System.Diagnostics.Stopwatch.Frequency / 1_000_000);
        while (System.Diagnostics.Stopwatch.GetTimestamp() < end)
        {
            Thread.SpinWait(10);
        }
    }

    /// <summary>Programs that keep the processors busy.</summary>
    private sealed class Load : IDisposable
    {
        private readonly Launcher _launcher = new();
        private readonly List<SpawnedProcess> _processes = [];

        internal Load(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using SpawnScript script = new();
                script.ResetSignals();
                script.Call("exec", Sys.execve, script.Text("/bin/sh"), script.TextArray(["sh", "-c", "while :; do :; done"]), script.TextArray([]));
                _processes.Add(_launcher.Launch(script, new SpawnRequest()));
            }
        }

        public void Dispose()
        {
            foreach (SpawnedProcess process in _processes)
            {
                process.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
                process.Wait();
                process.Dispose();
            }

            _launcher.Dispose();
        }
    }
}

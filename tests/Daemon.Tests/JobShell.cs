using System.Globalization;
using Helios.Linux;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary>A shell with job control on a terminal, in which <c>$HELIOS</c> is the command: what a user sits at.</summary>
internal sealed class JobShell : IDisposable
{
    internal const string Prompt = "at-the-prompt ";

    internal JobShell(LiveDaemon daemon, WindowSize size)
    {
        Needs.Tool("bash");

        // Line editing would change the modes between prompt and command.
        Terminal = daemon.ProgramOnTerminal(size, [Tool.Find("bash")!, "--norc", "--noprofile", "--noediting", "-i"]);
        Terminal.Expect(Prompt);
    }

    internal HostedTerminal Terminal { get; }

    /// <summary>Sends SIGTSTP to the one job: the key for it goes to the container.</summary>
    internal void StopTheJob()
    {
        string children = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Terminal.ProcessId}/task/{Terminal.ProcessId}/children"));
        using PidFd job = PidFd.Open(int.Parse(children, CultureInfo.InvariantCulture));
        job.TrySignal((int)SignalNumbers.SIGTSTP);
    }

    public void Dispose() => Terminal.Dispose();
}

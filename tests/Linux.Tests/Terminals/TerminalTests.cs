using System.Text;
using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class TerminalTests
{
    public TerminalTests() => Needs.FileAt("/dev/ptmx");

    [Fact]
    public void The_window_size_that_is_set_is_the_one_a_program_sees()
    {
        using PseudoTerminal master = PseudoTerminal.Open();
        master.WindowSize = new WindowSize(132, 50);
        Assert.Equal(new WindowSize(132, 50), master.WindowSize);
        using FileFd peer = master.OpenPeer();
        Assert.Equal(new WindowSize(132, 50), Terminal.GetWindowSize(peer));
        Assert.True(Terminal.Is(peer));
        Assert.Equal($"/dev/pts/{master.Index}", File.ResolveLinkTarget($"/proc/self/fd/{peer.Number}", false)!.FullName);
    }

    [Fact]
    public void Raw_mode_passes_bytes_untouched_and_Dispose_restores_the_mode()
    {
        using PseudoTerminal master = PseudoTerminal.Open();
        using FileFd peer = master.OpenPeer();
        byte[] buffer = new byte[16];
        using (TerminalMode mode = TerminalMode.EnterRaw(peer))
        {
            DescriptorIo.WriteAll(master, [3]);
            Assert.Equal(1, DescriptorIo.Read(peer, buffer));
            Assert.Equal(3, buffer[0]);
            mode.Restore();
            mode.SetRaw();
        }

        // Cooked again: a new line is written as carriage return and line feed.
        DescriptorIo.WriteAll(peer, "\n"u8);
        Assert.Equal("\r\n", Encoding.ASCII.GetString(buffer, 0, DescriptorIo.Read(master, buffer)));
    }

    [Fact]
    public void Disposing_the_mode_of_a_closed_terminal_is_harmless()
    {
        using PseudoTerminal master = PseudoTerminal.Open();
        FileFd peer = master.OpenPeer();
        TerminalMode mode = TerminalMode.EnterRaw(peer);
        peer.Dispose();
        mode.Dispose();
        mode.Dispose();
    }

    [Fact]
    public void A_pipe_is_not_a_terminal()
    {
        using Pipe pipe = Pipe.Create();
        Assert.False(Terminal.Is(pipe.ReadEnd));
        Assert.Equal(Errno.ENOTTY, Assert.Throws<SyscallException>(() => TerminalMode.Save(pipe.ReadEnd)).Errno);
    }

    [Fact]
    public void A_launched_session_leader_gets_the_terminal_and_its_interrupts()
    {
        using Launcher launcher = new();
        using PseudoTerminal master = PseudoTerminal.Open();
        SpawnScript script = new();
        using (FileFd peer = master.OpenPeer())
        {
            script.Call("new session", Sys.setsid);
            script.Call("take the terminal", Sys.ioctl, peer, Ioctls.TIOCSCTTY, 0);
            script.PassDescriptors((peer, 0), (peer, 1), (peer, 2));
            script.Shell("echo ready; exec sleep 1000");
        }

        using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
        script.Dispose();
        byte[] buffer = new byte[64];
        Assert.Equal("ready\r\n", Encoding.ASCII.GetString(buffer, 0, DescriptorIo.Read(master, buffer)));
        Assert.Equal(process.Pid, Terminal.GetForegroundGroup(master));
        DescriptorIo.WriteAll(master, [3]);
        Assert.Equal((int)SignalNumbers.SIGINT, process.Wait().Signal);
    }
}

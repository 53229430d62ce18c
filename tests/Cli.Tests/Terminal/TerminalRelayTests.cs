using System.Text;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Cli.Tests;

public sealed class TerminalRelayTests : IDisposable
{
    private readonly PseudoTerminal _terminal = PseudoTerminal.Open();
    private readonly FileFd _peer;
    private readonly Pipe _typed = Pipe.Create();
    private readonly Pipe _shown = Pipe.Create();
    private readonly SafeFileHandle _master;

    public TerminalRelayTests()
    {
        _peer = _terminal.OpenPeer();
        _master = new SafeFileHandle(_terminal.Number, ownsHandle: false);
    }

    public void Dispose()
    {
        _master.Dispose();
        _peer.Dispose();
        _terminal.Dispose();
        _typed.Dispose();
        _shown.Dispose();
    }

    [Fact]
    public void What_is_typed_reaches_the_payload_and_what_it_writes_is_shown()
    {
        using TerminalRelay relay = Relay(_typed.ReadEnd);
        Write(_typed.WriteEnd, "hello\n");

        Assert.Equal("hello\n", Read(_peer));
        Assert.Equal("hello\r\n", Read(_shown.ReadEnd));
        Write(_peer, "answer");
        Assert.Equal("answer", Read(_shown.ReadEnd));
    }

    [Fact]
    public void The_end_of_an_input_that_is_no_terminal_is_an_end_of_file()
    {
        using TerminalRelay relay = Relay(_typed.ReadEnd);
        _typed.WriteEnd.Dispose();

        Assert.Equal("", Read(_peer));
    }

    [Fact]
    public void A_regular_file_can_be_the_input()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "from a file\n");
            using FileFd file = FileFd.Open(path, OpenFlags.O_RDONLY);
            using TerminalRelay relay = Relay(file);

            Assert.Equal("from a file\n", Read(_peer));
            Assert.Equal("", Read(_peer));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Output_written_just_before_the_end_is_not_lost()
    {
        using TerminalRelay relay = Relay(_typed.ReadEnd);
        Write(_peer, "last words");
        _peer.Dispose();
        relay.Drain();

        Assert.Equal("last words", Read(_shown.ReadEnd));
    }

    [Fact]
    public void Output_goes_on_while_the_payload_does_not_read()
    {
        TerminalMode.EnterRaw(_peer);
        using TerminalRelay relay = Relay(_typed.ReadEnd);
        Thread typing = new(() => DescriptorIo.WriteAll(_typed.WriteEnd, new byte[256 * 1024]));
        typing.Start();
        Write(_peer, "still here");

        Assert.Equal("still here", Read(_shown.ReadEnd));
        byte[] buffer = new byte[4096];
        for (int left = 256 * 1024; left > 0;)
        {
            left -= DescriptorIo.Read(_peer, buffer);
        }

        typing.Join();
    }

    [Fact]
    public void Output_that_nobody_reads_any_more_does_not_stop_the_relay()
    {
        using TerminalRelay relay = Relay(_typed.ReadEnd);
        _shown.ReadEnd.Dispose();
        Write(_peer, "to nobody");
        relay.Drain();
        Write(_typed.WriteEnd, "x\n");

        Assert.Equal("x\n", Read(_peer));
    }

    private TerminalRelay Relay(SafeFd input) => new(FileFd.Borrow(input.Number), FileFd.Borrow(_shown.WriteEnd.Number), _master, endsInput: true);

    private static void Write(SafeFd fd, string text) => DescriptorIo.WriteAll(fd, Encoding.UTF8.GetBytes(text));

    private static string Read(SafeFd fd)
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, DescriptorIo.Read(fd, buffer));
    }
}

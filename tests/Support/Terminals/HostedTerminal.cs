using System.Globalization;
using System.Text;
using Helios.Linux;
using Xunit;

namespace Helios.Support;

/// <summary>A terminal with a program in it, and the test at its keyboard and screen.</summary>
public sealed class HostedTerminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly PseudoTerminal _master = PseudoTerminal.Open();
    private readonly FileFd _peer;
    private readonly Launcher _launcher = new();
    private readonly SpawnedProcess _process;
    private readonly StringBuilder _screen = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <param name="size">Of the terminal.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables beside PATH, TERM and HOME, as <c>NAME=VALUE</c>.</param>
    public HostedTerminal(WindowSize size, string[] command, params IEnumerable<string> environment)
    {
        _peer = _master.OpenPeer();
        _master.WindowSize = size;
        Picture = new TerminalPicture(size);
        ModesBefore = Modes();
        using SpawnScript script = new();
        script.ResetSignals();
        script.Call("new session", Sys.setsid);
        script.Call("controlling terminal", Sys.ioctl, _peer, Ioctls.TIOCSCTTY, 0);
        script.PassDescriptors((_peer, 0), (_peer, 1), (_peer, 2));
        script.Call(
            $"execute {command[0]}", Sys.execve, script.Text(command[0]), script.TextArray(command),
            script.TextArray([$"PATH={Environment.GetEnvironmentVariable("PATH")}", "TERM=vt220", "HOME=/root", .. environment]));
        _process = _launcher.Launch(script, new SpawnRequest());
    }

    /// <summary>The terminal's settings before the program began, as <c>stty -g</c> prints them.</summary>
    public string ModesBefore { get; }

    /// <summary>What the terminal shows, of all that was read so far.</summary>
    public TerminalPicture Picture { get; }

    /// <summary>The program's process.</summary>
    public int ProcessId => _process.Pid;

    /// <summary>The settings now.</summary>
    public string Modes() => Tool.Run("stty", "-F", string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{_master.Index}"), "-g").Expect();

    public void Type(string keys) => DescriptorIo.WriteAll(_master, Encoding.UTF8.GetBytes(keys));

    public void Resize(WindowSize size)
    {
        Picture.Resize(size);
        _master.WindowSize = size;
    }

    public void Signal(long signal) => _process.PidFd.TrySignal((int)signal);

    /// <summary>Waits until the text is on the screen; what came before it is forgotten.</summary>
    public void Expect(string text)
    {
        Until($"'{text}'", screen => screen.Contains(text, StringComparison.Ordinal));
        _screen.Remove(0, _screen.ToString().IndexOf(text, StringComparison.Ordinal) + text.Length);
    }

    /// <summary>Waits until all that has been written since the last <see cref="Expect"/> is as wanted; it is kept.</summary>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <param name="seen">Whether it is there.</param>
    public void Until(string what, Func<string, bool> seen)
    {
        byte[] buffer = new byte[4096];
        char[] characters = new char[buffer.Length];
        while (!seen(_screen.ToString()))
        {
            Assert.True(Poll.WaitReadable(_master, s_patience), $"{what} never came; the screen shows: {Shown()}\n{Picture.Text}");
            int count = _decoder.GetChars(buffer, 0, DescriptorIo.Read(_master, buffer), characters, 0);
            _screen.Append(characters, 0, count);
            Picture.Write(characters.AsSpan(0, count));
        }
    }

    /// <summary>Waits until the terminal shows what is wanted.</summary>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <param name="seen">Whether it is there.</param>
    public void UntilPicture(string what, Func<TerminalPicture, bool> seen) => Until(what, _ => seen(Picture));

    /// <summary>Waits for the program to end.</summary>
    /// <returns>Its exit code.</returns>
    public int End()
    {
        Assert.True(Poll.WaitReadable(_process.PidFd, s_patience), $"the program does not end; the screen shows: {Shown()}");
        return _process.Wait().Code;
    }

    // Control characters are often what is wrong.
    private string Shown() => string.Concat(_screen.ToString().Select(static c => c == '\n' ? "\\n\n" : char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));

    public void Dispose()
    {
        _process.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
        _process.Wait();
        _process.Dispose();
        _launcher.Dispose();
        _peer.Dispose();
        _master.Dispose();
    }
}

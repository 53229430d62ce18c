using System.Globalization;
using System.Text;
using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>A terminal with helios in it, and the test at its keyboard and screen.</summary>
internal sealed class HostedTerminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly PseudoTerminal _master = PseudoTerminal.Open();
    private readonly FileFd _peer;
    private readonly Launcher _launcher = new();
    private readonly SpawnedProcess _process;
    private readonly StringBuilder _screen = new();

    internal HostedTerminal(WindowSize size, params IEnumerable<string> arguments)
        : this(size, [HeliosCommand.Path, .. arguments])
    {
    }

    /// <param name="size">Of the terminal.</param>
    /// <param name="command">What to run on it, when that is not helios itself.</param>
    internal HostedTerminal(WindowSize size, string[] command)
    {
        _peer = _master.OpenPeer();
        _master.WindowSize = size;
        ModesBefore = Modes();
        using SpawnScript script = new();
        script.ResetSignals();
        script.Call("new session", Sys.setsid);
        script.Call("controlling terminal", Sys.ioctl, _peer, Ioctls.TIOCSCTTY, 0);
        script.PassDescriptors((_peer, 0), (_peer, 1), (_peer, 2));
        script.Call(
            "execute helios", Sys.execve, script.Text(command[0]), script.TextArray(command),
            script.TextArray([$"PATH={Environment.GetEnvironmentVariable("PATH")}", "TERM=vt220", "HOME=/root"]));
        _process = _launcher.Launch(script, new SpawnRequest());
    }

    /// <summary>The terminal's settings before helios began, as <c>stty -g</c> prints them.</summary>
    internal string ModesBefore { get; }

    /// <summary>The settings now.</summary>
    internal string Modes() => Tool.Run("stty", "-F", string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{_master.Index}"), "-g").Expect();

    internal void Type(string keys) => DescriptorIo.WriteAll(_master, Encoding.UTF8.GetBytes(keys));

    internal void Resize(WindowSize size) => _master.WindowSize = size;

    internal void Signal(long signal) => _process.PidFd.TrySignal((int)signal);

    /// <summary>Waits until the text is on the screen.</summary>
    internal void Expect(string text)
    {
        byte[] buffer = new byte[4096];
        while (!_screen.ToString().Contains(text, StringComparison.Ordinal))
        {
            Assert.True(Poll.WaitReadable(_master, s_patience), $"'{text}' never came; the screen shows: {_screen}");
            _screen.Append(Encoding.UTF8.GetString(buffer, 0, DescriptorIo.Read(_master, buffer)));
        }

        _screen.Remove(0, _screen.ToString().IndexOf(text, StringComparison.Ordinal) + text.Length);
    }

    /// <summary>Waits for helios to end.</summary>
    /// <returns>Its exit code.</returns>
    internal int End()
    {
        Assert.True(Poll.WaitReadable(_process.PidFd, s_patience), $"helios does not end; the screen shows: {_screen}");
        return _process.Wait().Code;
    }

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

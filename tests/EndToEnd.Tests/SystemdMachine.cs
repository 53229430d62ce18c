using System.Diagnostics;
using Helios.Support;
using Helios.Support.Beds;

namespace Helios.EndToEnd.Tests;

/// <summary>A machine that systemd runs, with the repository on it: a box, booted once for all tests of a class.</summary>
public sealed class SystemdMachine : IDisposable
{
    private readonly TempTree _files = new();
    private readonly SystemdBox? _box;

    public SystemdMachine()
    {
        if (SystemdBox.WhyNot is null)
        {
            File.SetUnixFileMode(_files.Root, (UnixFileMode)0x1ED);
            _box = new SystemdBox(_files.Root, Repository.Root);
        }
    }

    /// <summary>A folder that is at the same place here and there.</summary>
    public TempTree Files => _files;

    /// <summary>The box; skips the test where there can be none.</summary>
    public SystemdBox Box
    {
        get
        {
            if (SystemdBox.WhyNot is { } lack)
            {
                Assert.Skip(lack);
            }

            return _box!;
        }
    }

    /// <summary>Runs helios there to its end.</summary>
    public ToolResult Helios(params IEnumerable<string> arguments) => Box.Run([HeliosCommand.Path, .. arguments]);

    /// <summary>The command line that runs helios there, from here.</summary>
    internal string[] CommandLine(params IEnumerable<string> arguments) => Box.CommandLine([HeliosCommand.Path, .. arguments]);

    /// <summary>Starts helios there and returns when it has written <c>ready</c>.</summary>
    internal Process StartReady(params IEnumerable<string> arguments)
    {
        string[] command = CommandLine(arguments);
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start)!;
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
            Assert.True(line is not null, "it never got ready: " + (line is null ? process.StandardError.ReadToEnd() : ""));
        }
        while (line != "ready");

        return process;
    }

    /// <summary>What systemd knows of Helios, also of ended and failed units, and what lies in its state folders; empty when nothing.</summary>
    public string Traces()
        => _box is null ? "" : (Box.Run("systemctl", "list-units", "--all", "--plain", "--no-legend", "helios-*.service").Output + Box.Run("find", "/run/helios-units", "/run/helios-sandboxes", "/sys/fs/cgroup/cpuset/helios").Output).Trim();

    public void Dispose()
    {
        _box?.Dispose();
        _files.Dispose();
    }
}

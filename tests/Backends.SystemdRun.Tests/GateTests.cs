using Helios.Backends.SystemdRun.Gates;
using Helios.Support;

namespace Helios.Backends.SystemdRun.Tests;

public sealed class GateTests
{
    [Fact]
    public void The_bytes_are_what_the_listing_assembles_to()
    {
        Needs.Tool("as");
        Needs.Tool("objcopy");
        using TempTree files = new();
        Tool.Run("as", Repository.PathOf("src", "Backends.SystemdRun", "Gates", "Gate.x64.S"), "-o", files.At("gate.o")).Expect();
        Tool.Run("objcopy", "-O", "binary", "-j", ".text", files.At("gate.o"), files.At("gate.bin")).Expect();
        Assert.Equal(File.ReadAllBytes(files.At("gate.bin")), Gate.Code.ToArray());
    }

    [Fact]
    public void A_gate_without_a_launcher_ends()
    {
        using GateRun run = new();
        run.Socket.Dispose();
        Assert.Equal(125, run.StartGate().Wait().ExitCode);
    }

    [Fact]
    public void A_gate_whose_launcher_goes_away_ends()
    {
        using GateRun run = new();
        using Linux.SpawnedProcess gate = run.StartGate();
        Assert.Equal(gate.Pid, run.Socket.Accept(_ => true, static () => false));
        run.Socket.Dispose();
        Assert.Equal(125, gate.Wait().ExitCode);
    }

    [Fact]
    public void It_becomes_the_program_with_arguments_variables_directory_and_descriptors_and_nothing_else()
    {
        using GateRun run = new();

        // The shell's own look at the directory is the last one.
        Assert.Equal(
            ("/tmp\n<one two><>\nA=1 B=\n0 1 2 3 4 5\nextra", 7),
            run.Release("/tmp", "/bin/sh", ["sh", "-c", "pwd; printf '<%s>' \"$@\"; echo; echo A=$A B=$B; cd /proc/$$/fd; echo *; printf extra >&4; exit 7", "x", "one two", ""], ["A=1", "B="], extra: 2));
    }

    [Fact]
    public void A_long_command_arrives_whole()
    {
        using GateRun run = new();
        string[] words = [.. Enumerable.Range(0, 5000).Select(static number => $"{number:d100}")];
        Assert.Equal(($"{5000 * 100}\n", 0), run.Release("/", "/bin/sh", ["sh", "-c", "IFS=; word=\"$*\"; echo ${#word}", "x", .. words], []));
    }

    [Theory]
    [InlineData("/", "/no/such/program", GateStep.Program, Linux.Errno.ENOENT)]
    [InlineData("/", "/etc/passwd", GateStep.Program, Linux.Errno.EACCES)]
    [InlineData("/no/such/directory", "/bin/true", GateStep.Directory, Linux.Errno.ENOENT)]
    [InlineData("/etc/passwd", "/bin/true", GateStep.Directory, Linux.Errno.ENOTDIR)]
    [InlineData("/proc/self/cwd", "/bin/true", GateStep.Directory, Linux.Errno.ELOOP)]
    internal void What_fails_is_told_with_its_step_and_errno(string directory, string program, GateStep step, Linux.Errno errno)
    {
        using GateRun run = new();
        Assert.Equal((step, errno), run.Refusal(directory, program));
    }
}

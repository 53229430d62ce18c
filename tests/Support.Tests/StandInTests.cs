using System.Diagnostics;
using System.Text;
using System.Xml.Linq;

namespace Helios.Support.Tests;

/// <summary>
/// A program that is installed and does not work makes skips with a reason, never failures: whole test programs are run with a stand-in, which only ends
/// with an error, in the place of each program they use.
/// </summary>
/// <remarks>The stand-in is mounted over the program in a mount namespace of the run's own, so that a full path meets it too.</remarks>
public sealed class StandInTests
{
    private const string Refusal = "#!/bin/sh\necho 'stand-in: this program does not work' >&2\nexit 99\n";

    /// <summary>The programs, the test project that uses them, and the classes to run.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "/usr/bin/crun", "Backends.Contract", "*.CrunContract" },
        { "/usr/sbin/runc", "Backends.Contract", "*.RuncContract" },
        { "/usr/bin/unshare", "Backends.Contract", "*.CrunContract" },
        { "/usr/bin/busybox", "Backends.Contract", "*.NamespacesContract" },
        { "/usr/bin/linux.uml /usr/bin/qemu-system-x86_64", "Backends.Contract", "*.UnifiedNamespacesContract" },
        { "/usr/bin/qemu-system-x86_64", "Backends.Contract", "*.EmulatedSystemdRunContract" },
        { "/usr/bin/linux.uml /usr/bin/qemu-system-x86_64", "EndToEnd", "*.UserManagerTests" },
        { "/usr/bin/cpio", "Isolation", "*.UnifiedTreeTests" },
        { "/usr/bin/taskset /usr/bin/qemu-system-x86_64", "Isolation", "*.UnifiedTreeTests" },
        { "/usr/bin/mount", "Backends.SystemdRun", "*.FailedStartTests" },
        { "/usr/bin/unshare", "EndToEnd", "*.SystemdRunTests" },
        { "/usr/bin/nsenter", "Backends.SystemdRun", "*.ManyStartsTests" },
        { "/usr/bin/dbus-daemon", "Backends.SystemdRun", "*.FailedStartTests" },
        { "/usr/bin/as", "Linux", "*.SpawnStubTests" },
        { "/usr/bin/objcopy", "Backends.SystemdRun", "*.GateTests" },
        { "/usr/bin/gcc", "Linux", "*.AbiTests" },
        { "/usr/bin/gcc", "Allocator", "*.HeliosMallocTests" },
        { "/usr/bin/python3", "Backends.Namespaces", "*.SecurityTests" },
        { "/usr/bin/zsh", "Cli", "*.CompletionScriptTests" },
        { "/usr/bin/fish", "Cli", "*.CompletionScriptTests" },
        { "/usr/bin/zsh", "Daemon", "*.LiveCompletionTests" },
        { "/usr/bin/setpriv", "Daemon", "*.PlainUserTests" },
        { "/usr/bin/setpriv", "EndToEnd", "*.CommandTests" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_program_that_does_not_work_makes_skips_and_no_failure(string programs, string project, string classes)
    {
        Assert.SkipUnless(
            Needs.Long || project is not ("Daemon" or "EndToEnd"), "runs a part of the tests of the published programs again; HELIOS_LONG=1 runs it");
        Needs.Root();
        string[] paths = [.. programs.Split(' ').Select(static path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path)];
        Assert.All(paths, static path => Needs.FileAt(path));
        using TempTree files = new();
        string standIn = files.WriteProgram("stand-in", Encoding.ASCII.GetBytes(Refusal));
        string program = Repository.PathOf("artifacts", "bin", project + ".Tests", "release", $"Helios.{project}.Tests");
        Assert.True(File.Exists(program), $"{program} is not built; build the solution first");

        string cover = string.Join("; ", paths.Select(path => $"mount --bind {standIn} {path} || exit 98"));
        ProcessStartInfo start = new(
            Tool.Find("unshare")!,
            ["--mount", "--propagation=private", "/bin/sh", "-c", cover + "; exec \"$@\"", "sh", program, "-noLogo", "-noColor", "-class", classes, "-xml", files.At("report.xml")]);

        // What this run found out about the machine is not true under the stand-in, and the other way round.
        start.Environment["HELIOS_TEST_RUN"] = files.MakeFolder("run");
        ToolResult run = Tool.Run(start, limit: TimeSpan.FromMinutes(10));

        Assert.True(File.Exists(files.At("report.xml")), run.Output + run.Errors);
        XElement[] tests = [.. XDocument.Load(files.At("report.xml")).Descendants("test")];
        Assert.Equal([], tests.Where(static test => test.Attribute("result")?.Value == "Fail").Select(static test => test.Attribute("name")?.Value + ": " + test.Element("failure")?.Element("message")?.Value));
        Assert.Contains(tests, static test => test.Attribute("result")?.Value == "Skip" && test.Element("reason")?.Value.Length > 0);
        Assert.Equal(0, run.ExitCode);
    }
}

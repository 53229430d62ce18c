using System.Collections.Concurrent;
using System.Globalization;
using Helios.Contracts;
using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Backends.SystemdRun.Tests;

/// <summary>Starts by the thousand, on a real systemd: in a box where none runs this machine.</summary>
public sealed class ManyStartsTests
{
    private const int AtOnce = 4;
    private static readonly int s_starts = Needs.Long ? 10_000 : 200;

    [Fact]
    public async Task However_many_start_and_however_they_end_no_unit_is_left_and_none_failed()
    {
        if (!Directory.Exists("/run/systemd/system"))
        {
            RunInBox();
            return;
        }

        using TempTree files = new();
        string busybox = Tool.Find("busybox") ?? throw new FileNotFoundException("needs busybox-static");
        files.WriteProgram("root/bin/sh", File.ReadAllBytes(busybox));
        using SystemdRunBackend backend = new(new SystemdRunOptions { StateDirectory = files.At("state") });
        ConcurrentBag<string> wrong = [];
        await Parallel.ForAsync(0, s_starts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellation) =>
        {
            (string[] command, int expected) = EndOf(number);
            ContainerSpec spec = new()
            {
                Id = ContainerId.Parse(string.Create(CultureInfo.InvariantCulture, $"many-{Environment.ProcessId}-{number}")),
                Command = [.. command],
                Root = new RootSpec { Kind = RootKind.Directory, Path = files.At("root") },
            };
            int code;
            string said = "";
            await using (IContainer container = await backend.PrepareAsync(spec, ContainerIo.Nothing, cancellation))
            {
                try
                {
                    await container.StartAsync(cancellation);
                    code = (await container.Exited.WaitAsync(TimeSpan.FromMinutes(1), cancellation)).Code;
                }
                catch (BackendException refused)
                {
                    code = refused.Cause.Code;
                    said = refused.Message;
                }
            }

            if (code != expected)
            {
                string journal = Tool.Run("journalctl", "--quiet", "--no-pager", "--output=short-precise", $"--unit=helios-{spec.Id}.service").Output;
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"start {number} ended with {code} instead of {expected}: {said}\n{journal}"));
            }
        });

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        Assert.Equal("", Tool.Run("systemctl", "list-units", "--all", "--plain", "--no-legend", "helios-many-*").Output);
        Assert.Equal("", Tool.Run("systemctl", "list-units", "--failed", "--plain", "--no-legend", "helios-*").Output);
        Assert.Equal("", Tool.Run("find", "/sys/fs/cgroup", "-name", "helios-many-*").Output);
        Assert.False(Directory.Exists(files.At("state")));
    }

    // A good end, a bad one, a crash, and a program that is not there.
    private static (string[] Command, int Code) EndOf(int number) => (number % 4) switch
    {
        0 => (["/bin/sh", "-c", "exit 0"], 0),
        1 => (["/bin/sh", "-c", "exit 3"], 3),
        2 => (["/bin/sh", "-c", "ulimit -c 0; kill -SEGV $$; exit 9"], 9),
        _ => (["/bin/no-such-program"], ExitCause.NotFoundCode),
    };

    private static void RunInBox()
    {
        if (SystemdBox.WhyNot is { } lack)
        {
            Assert.Skip(lack);
        }

        using SystemdBox box = new(Repository.Root);
        ToolResult run = box.Run(
            TimeSpan.FromHours(1),
            "env", "DOTNET_ROOT=" + Environment.GetEnvironmentVariable("DOTNET_ROOT"), "HELIOS_LONG=" + Environment.GetEnvironmentVariable("HELIOS_LONG"), TestRun.BedVariable + "=1",
            Environment.ProcessPath!, "-noLogo", "-noColor", "-class", typeof(ManyStartsTests).FullName!);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("Failed: 0, Skipped: 0", run.Output, StringComparison.Ordinal);
    }
}

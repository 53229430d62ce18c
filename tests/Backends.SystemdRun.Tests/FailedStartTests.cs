using Helios.Contracts;
using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Backends.SystemdRun.Tests;

/// <summary>Starts that systemd, unshare or the gate cannot carry out, on a real systemd: one line that says why, and nothing left.</summary>
public sealed class FailedStartTests(FailedStartTests.Box box) : IClassFixture<FailedStartTests.Box>
{
    private static readonly bool s_runsHere = Directory.Exists("/run/systemd/system");

    [Fact]
    public void A_gate_that_may_not_be_executed_is_told_in_the_words_of_unshare()
        => Prove(nameof(A_gate_that_may_not_be_executed_is_told_in_the_words_of_unshare), static files =>
        {
            string state = Directory.CreateDirectory(files.At("noexec")).FullName;
            Tool.Run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", state).Expect();
            try
            {
                Assert.Contains("failed to execute", Refusal(files, Path.Join(state, "state"), "unexecutable"), StringComparison.Ordinal);
            }
            finally
            {
                Tool.Run("umount", state).Expect();
            }
        });

    [Fact]
    public void A_name_that_another_unit_has_is_told_in_the_words_of_systemd_and_that_unit_lives_on()
        => Prove(nameof(A_name_that_another_unit_has_is_told_in_the_words_of_systemd_and_that_unit_lives_on), static files =>
        {
            Tool.Run("systemd-run", "--quiet", "--unit=helios-taken.service", "sleep", "1000").Expect();
            try
            {
                Assert.Contains("already", Refusal(files, files.At("state"), "taken", leaves: "helios-taken.service"), StringComparison.Ordinal);
                Tool.Run("systemctl", "is-active", "--quiet", "helios-taken.service").Expect();
            }
            finally
            {
                Tool.Run("systemctl", "stop", "helios-taken.service");
            }
        });

    private static string Refusal(TempTree files, string state, string name, string leaves = "")
    {
        using SystemdRunBackend backend = new(new SystemdRunOptions { StateDirectory = state });
        ContainerSpec spec = new() { Id = ContainerId.Parse(name), Command = ["/bin/true"], Root = new RootSpec { Kind = RootKind.Directory, Path = Directory.CreateDirectory(files.At("root/bin")).Parent!.FullName } };
        SystemdRunContainer container = backend.Prepare(spec, ContainerIo.Nothing);
        BackendException refused = Assert.Throws<BackendException>(() => container.Start());
        container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Assert.False(Directory.Exists(state));
        Assert.Equal(leaves, Tool.Run("systemctl", "list-units", "--all", "--plain", "--no-legend", "helios-*.service").Output.Split(' ')[0]);
        return Assert.Single(refused.Message.Split('\n'));
    }

    private void Prove(string test, Action<TempTree> body)
    {
        if (s_runsHere)
        {
            using TempTree files = new();
            body(files);
            return;
        }

        Assert.SkipWhen(SystemdBox.WhyNot is not null, SystemdBox.WhyNot ?? "");
        box.Report(test);
    }

    /// <summary>This class once more, where systemd runs.</summary>
    public sealed class Box() : SystemdBoxRun("-class", typeof(FailedStartTests).FullName!);
}

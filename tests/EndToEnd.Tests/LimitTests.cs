using Helios.Support;

namespace Helios.EndToEnd.Tests;

public class LimitTests : RunTest
{
    [Fact]
    public void Memory_beyond_the_limit_kills_and_names_the_limit()
    {
        ToolResult result = Run("--memory", "64M", "tail", "/dev/zero");

        Assert.Equal(137, result.ExitCode);
        Assert.Equal($"helios: {Name}: killed: memory limit 64 MiB of container {Name} reached", result.Errors);
    }

    [Fact]
    public void Processes_beyond_the_limit_cannot_be_made()
    {
        ToolResult result = Run("--pids-limit", "5", "sh", "-c", "for i in 1 2 3 4 5 6 7; do sleep 1000 & done");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("fork", result.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_set_of_processors_is_all_that_is_seen() => Assert.Equal("1", Shell("nproc", "--cpuset-cpus", "0"));

    [Fact]
    public void A_fifth_of_a_processor_is_all_that_can_be_used()
    {
        // One second on the clock at a fifth of a processor; three times that leaves room for a busy machine.
        string times = Shell("end=$(($(date +%s%N) + 1000000000)); while [ $(date +%s%N) -lt $end ]; do :; done; times", "--cpus", "0.2");
        double used = times.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Sum(Seconds);

        Assert.InRange(used, 0.01, 0.6);
    }

    [Fact]
    public void Limits_of_each_process_are_set() => Assert.Equal("100\n200", Shell("ulimit -Sn; ulimit -Hn", "--ulimit", "nofile=100:200"));

    [Fact]
    public void The_oom_score_is_set() => Assert.Equal("500", Shell("cat /proc/self/oom_score_adj", "--oom-score-adj", "500"));

    // "0m0.120000s"
    private static double Seconds(string time)
    {
        string[] parts = time.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)) + double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}

using System.Runtime.CompilerServices;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>An ordinary user on a machine with one v2 tree: here where systemd runs on such a tree, otherwise in a guest where it does.</summary>
public sealed class UnifiedMachineTests(UnifiedMachine machine)
{
    [Fact]
    public void A_user_with_a_delegated_group_has_limits() => OnUnified(() =>
    {
        ToolResult result = AsUser("Delegate=yes", "run", "--memory", "32M", "--pids-limit", "20", "--cpus", "0.5", "--", "cat", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/cpu.max");
        Assert.Equal(("33554432\n20\n50000 100000\n", 0), (result.Output, result.ExitCode));
    });

    [Fact]
    public void A_users_memory_limit_kills_and_is_named() => OnUnified(() =>
    {
        ToolResult result = AsUser("Delegate=yes", "run", "--name", "hog", "--memory", "32M", "--", "tail", "/dev/zero");
        Assert.Equal(137, result.ExitCode);
        Assert.Contains("helios: hog: killed: memory limit 32 MiB of container hog reached", result.Errors, StringComparison.Ordinal);
    });

    [Fact]
    public void Two_containers_of_one_users_group_both_have_limits() => OnUnified(() =>
    {
        ToolResult result = Systemd(
            "Delegate=yes", "sh", "-c",
            string.Join(' ', ((string[])["31M", "32M"]).Select(static limit => $"{HeliosCommand.Path} run --memory {limit} -- cat /sys/fs/cgroup/memory.max &")) + " wait");
        Assert.Equal(["32505856", "33554432"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    });

    [Fact]
    public void A_controller_that_was_not_delegated_is_named_with_the_remedy() => OnUnified(() =>
    {
        ToolResult result = AsUser("Delegate=memory pids", "run", "--cpus", "0.5", "--", "true");
        Assert.Equal(125, result.ExitCode);
        Assert.Contains("the controller 'cpu' is not available", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Delegate=yes", result.Errors, StringComparison.Ordinal);
    });

    [Fact]
    public void A_user_without_a_group_of_his_own_is_told_how_to_get_one() => OnUnified(() =>
    {
        ToolResult result = AsUser("Delegate=no", "run", "--memory", "32M", "--", "true");
        Assert.Equal(125, result.ExitCode);
        Assert.Contains("systemd-run --user --scope -p Delegate=yes", result.Errors, StringComparison.Ordinal);
    });

    [Fact]
    public void A_user_sees_the_hosts_programs_and_not_its_secrets() => OnUnified(() =>
    {
        ToolResult result = AsUser("Delegate=yes", "run", "--", "sh", "-c", "find /root /home /etc/ssl/private -mindepth 1 2>/dev/null; cat /etc/shadow 2>/dev/null; test -x /usr/bin/env && echo env");
        Assert.Equal(("env\n", 0), (result.Output, result.ExitCode));
    });

    private static ToolResult AsUser(string property, params IEnumerable<string> arguments) => Systemd(property, [HeliosCommand.Path, .. arguments]);

    private static ToolResult Systemd(string property, params IEnumerable<string> command) => Tool.Run(
        "systemd-run",
        [
            "--quiet", "--wait", "--pipe", "--collect", "--property=User=nobody", "--property=" + property, "--property=RuntimeDirectory=helios-user",
            "--setenv=XDG_RUNTIME_DIR=/run/helios-user", "--setenv=DOTNET_ROOT=" + Environment.GetEnvironmentVariable("DOTNET_ROOT"), .. command,
        ]);

    private void OnUnified(Action body, [CallerMemberName] string name = "") => machine.Prove(name, body);
}

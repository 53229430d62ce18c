using System.Globalization;
using System.Runtime.CompilerServices;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>A plain user's own manager as the systemd-run backend on one v2 tree: here where systemd runs on such a tree, otherwise in a guest where it does.</summary>
/// <remarks>On v1 nothing is delegated to such a manager, so that there is no limit to try.</remarks>
public sealed class UserManagerTests(UnifiedMachine machine, UserManagerTests.Manager manager) : IClassFixture<UserManagerTests.Manager>
{
    private const string Sleepers = "(for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 600 & done) 2>&1; exit 5";
    private readonly string _name = HeliosCommand.FreshName();

    [Fact]
    public void The_exit_code_of_a_container_within_its_limits_comes_through() => OnUnified(() =>
    {
        ToolResult result = Run("--memory", "64M", "--pids-limit", "20", "--", "sh", "-c", "id -u; head -c 8388608 /dev/zero | tail -c 1 >/dev/null; exit 7");
        Assert.Equal((7, Manager.UserId + "\n", ""), (result.ExitCode, result.Output, result.Errors));
    });

    [Fact]
    public void A_memory_limit_kills_and_is_named() => OnUnified(() =>
    {
        ToolResult result = Run("--memory", "32M", "--", "tail", "/dev/zero");
        Assert.Equal((137, $"helios: {_name}: killed: memory limit 32 MiB of container {_name} reached"), (result.ExitCode, result.Errors.Trim()));
    });

    [Fact]
    public void A_limit_of_tasks_stops_a_fork_and_a_larger_one_does_not() => OnUnified(() =>
    {
        ToolResult refused = Run("--pids-limit", "10", "--", "sh", "-c", Sleepers);
        Assert.Contains("fork", refused.Output, StringComparison.OrdinalIgnoreCase);
        ToolResult allowed = Run("--pids-limit", "30", "--", "sh", "-c", Sleepers);
        Assert.Equal((5, 5, ""), (refused.ExitCode, allowed.ExitCode, allowed.Output));
    });

    [Fact]
    public void A_limit_whose_controller_is_not_the_managers_is_refused_with_the_remedy() => OnUnified(() =>
    {
        Assert.SkipWhen(manager.Controllers.Contains("io"), "this manager was given the controller io");
        ToolResult result = Run("--io-weight", "300", "--", "true");
        Assert.Equal(125, result.ExitCode);
        Assert.Contains("the controller 'io' is not delegated to your manager", result.Errors, StringComparison.Ordinal);
    });

    // Its end is checked each time: nothing of it may be left.
    private ToolResult Run(params IEnumerable<string> arguments)
    {
        ToolResult result = manager.AsUser([HeliosCommand.Path, "run", "--backend", "systemd-run", "--name", _name, .. arguments]);
        Assert.Equal("", manager.AsUser("systemctl", "--user", "list-units", "--all", "--plain", "--no-legend", "helios-*.service").Output);
        Assert.Equal("", Tool.Run("find", Manager.RuntimeDirectory + "/helios-units").Output);
        Assert.Equal("", Tool.Run("find", "/sys/fs/cgroup", "-name", "*" + _name + "*").Output);
        return result;
    }

    private void OnUnified(Action body, [CallerMemberName] string name = "") => machine.Prove(name, () =>
    {
        manager.Start();
        Assert.SkipUnless(manager.AsUser(HeliosCommand.Path, "version").ExitCode == 0, "a plain user may not run what was built here");
        body();
    });

    /// <summary>The manager of the user nobody, started for the first test that wants it and stopped after the last.</summary>
    public sealed class Manager : IDisposable
    {
        internal const int UserId = 65534;
        private static readonly string s_unit = string.Create(CultureInfo.InvariantCulture, $"user@{UserId}.service");
        private bool _isOurs;

        internal static string RuntimeDirectory { get; } = string.Create(CultureInfo.InvariantCulture, $"/run/user/{UserId}");

        /// <summary>The controllers that were delegated to it.</summary>
        internal string[] Controllers
        {
            get
            {
                string group = Tool.Run("systemctl", "show", "--value", "--property=ControlGroup", s_unit).Expect().Trim();
                return File.ReadAllText($"/sys/fs/cgroup{group}/cgroup.controllers").Split([' ', '\n']);
            }
        }

        public void Dispose()
        {
            if (_isOurs)
            {
                Tool.Run("systemctl", "stop", s_unit);
            }
        }

        internal void Start()
        {
            if (Tool.Run("systemctl", "is-active", "--quiet", s_unit).ExitCode != 0)
            {
                _isOurs = true;
                Tool.Run("systemctl", "start", s_unit).Expect();
            }
        }

        internal ToolResult AsUser(params IEnumerable<string> command) => Tool.Run(
            "setpriv",
            [
                .. string.Create(CultureInfo.InvariantCulture, $"--reuid={UserId} --regid={UserId} --clear-groups env XDG_RUNTIME_DIR={RuntimeDirectory} HOME=/nonexistent").Split(' '),
                "DOTNET_ROOT=" + Environment.GetEnvironmentVariable("DOTNET_ROOT"), .. command,
            ]);
    }
}

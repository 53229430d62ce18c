using System.Text.Json;

namespace Helios.Daemon.Tests;

/// <summary>The same mistake has the same sentence and the same exit code, whoever runs the program.</summary>
public sealed class SameMistakeTests
{
    public static TheoryData<int, string[]> Mistakes => new()
    {
        { 127, ["--", "/bin/no-such-program"] },
        { 126, ["--", "/etc/passwd"] },
        { 125, ["-u", "no-such-user", "--", "true"] },
        { 125, ["-v", "/no/such/source:/x", "--", "true"] },
        { 125, ["--memory", "1", "--", "true"] },
        { 125, ["--cap-add", "FOO", "--", "true"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void In_the_foreground_and_in_the_daemon(int code, string[] arguments)
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        CommandResult foreground = daemon.Helios(["run", "--name", "wrong", .. arguments]);
        CommandResult detached = daemon.Helios(["run", "-d", "--rm", "--name", "wrong", .. arguments]);
        Assert.Equal((code, foreground.Error), (detached.Code, detached.Error));
        Assert.Equal(code, foreground.Code);
        Assert.StartsWith("helios run: ", foreground.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void In_exec_as_in_run()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "open", "--", "sleep", "100").Good();
        foreach ((int code, string[] arguments) in ((int, string[])[])
            [(127, ["open", "no-such-program"]), (126, ["open", "/etc/passwd"]), (125, ["-u", "no-such-user", "open", "true"])])
        {
            CommandResult exec = daemon.Helios(["exec", .. arguments]);
            CommandResult run = daemon.Helios(["run", "--name", "again", .. arguments.Where(static word => word != "open")]);
            Assert.Equal((code, run.Error.Replace("helios run: ", "", StringComparison.Ordinal)), (exec.Code, exec.Error.Replace("helios exec: ", "", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Inspect_shows_names_of_variables_and_their_values_only_when_asked()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "secretive", "-e", "DBPASS=hunter2", "--", "sleep", "99").Good();
        string document = daemon.Helios("inspect", "secretive").Good();
        Assert.DoesNotContain("hunter2", document, StringComparison.Ordinal);
        Assert.Equal("***", Variable(document));
        Assert.Equal("hunter2", Variable(daemon.Helios("inspect", "--environment", "secretive").Good()));

        static string? Variable(string text)
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("container").GetProperty("environment").GetProperty("DBPASS").GetString();
        }
    }

    [Fact]
    public void Inspect_leaves_nothing_of_the_specification_out()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios(
            "run", "-d", "--stop-timeout", "1", "--name", "full", "--cap-drop", "CHOWN", "--oom-score-adj", "500", "--security-opt", "seccomp=unconfined",
            "--security-opt", "no-new-privileges=false", "--tmpfs", "/s:size=1M,mode=700", "--group-add", "5", "--ulimit", "nofile=64", "--", "sleep", "99").Good();
        using JsonDocument document = JsonDocument.Parse(daemon.Helios("inspect", "full").Good());
        JsonElement container = document.RootElement.GetProperty("container");
        Assert.Equal("CHOWN", container.GetProperty("capabilities").GetProperty("drop")[0].GetString());
        Assert.Equal("unconfined", container.GetProperty("seccomp").GetString());
        Assert.False(container.GetProperty("no-new-privileges").GetBoolean());
        Assert.False(container.GetProperty("unmasked").GetBoolean());
        Assert.Equal(500, container.GetProperty("oom-score-adj").GetInt32());
        Assert.Equal("5", container.GetProperty("supplementary-groups")[0].GetString());
        Assert.Equal("64:64", container.GetProperty("rlimits").GetProperty("nofile").GetString());
        JsonElement tmpfs = container.GetProperty("mounts")[0];
        Assert.Equal(("/s", 1 << 20, "0700"), (tmpfs.GetProperty("tmpfs").GetString(), tmpfs.GetProperty("size").GetInt32(), tmpfs.GetProperty("mode").GetString()));
        Assert.Equal("no", document.RootElement.GetProperty("supervision").GetProperty("restart").GetProperty("policy").GetString());
    }
}

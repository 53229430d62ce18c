using System.Diagnostics;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>When ./helios builds and when it does not: the real scripts over a small tree, with a dotnet that only copies and counts.</summary>
public sealed class ScriptTests : IDisposable
{
    // Writes what the source says into the program and one line into the list of builds. Arguments: publish PROJECT -c Release -o FOLDER ... or build PROJECT ...
    private const string Dotnet = """
        #!/bin/sh
        top=${2%/src/*}
        project=${2##*/}; project=${project%.csproj}
        name=helios; [ "$project" = Daemon ] && name=heliosd
        echo "$1 $project" >>"$top/builds"
        grep -q broken "$top/src/$project/Program.cs" && { echo "error CS0000: it is broken"; exit 1; }
        folder=$6; [ "$1" = build ] && folder=$top/artifacts/bin/$project/release
        mkdir -p "$folder"
        { echo "#!/bin/sh"; echo 'echo "$0: $*"'; cat "$top/src/$project/Program.cs" "$top/src/Linux/Linux.cs" "$top"/src/Linux/Added.cs 2>/dev/null; } >"$folder/$name"
        chmod +x "$folder/$name"
        touch "$folder/$name.dbg"
        """;

    private readonly TempTree _tree = new();

    public ScriptTests()
    {
        foreach (string file in (string[])["helios", "heliosd", "build/program.sh", "build/start.c"])
        {
            _tree.MakeFolder("build");
            Tool.Run("cp", "-a", Repository.PathOf(file.Split('/')), _tree.At(file.Split('/'))).Expect();
        }

        _tree.WriteProgram("bin/dotnet", System.Text.Encoding.UTF8.GetBytes(Dotnet));
        Source("src/Cli/Cli.csproj", "<ProjectReference Include=\"../Linux/Linux.csproj\" />\n");
        Source("src/Cli/Program.cs", "echo first\n");
        Source("src/Linux/Linux.csproj", "");
        Source("src/Linux/Linux.cs", "echo linux\n");
        Source("src/Daemon/Daemon.csproj", "<ProjectReference Include=\"../Linux/Linux.csproj\" />\n");
        Source("src/Daemon/Program.cs", "echo daemon\n");
        Source("Directory.Build.props", "");
        Source("Directory.Build.targets", "");
        Source("src/Program.props", "");
        Source("global.json", "{}");
        Source("BannedSymbols.txt", "");
        Source(".editorconfig", "");
    }

    public void Dispose()
    {
        // Once the command is built the daemon is, in the background: it may not have begun yet, and holds the lock while it works.
        if (File.Exists(_tree.At("artifacts", "programs", "helios")))
        {
            SpinWait.SpinUntil(() => File.Exists(_tree.At("artifacts", "programs", "heliosd")), TimeSpan.FromSeconds(30));
        }

        Tool.Run("flock", _tree.MakeFolder("artifacts/programs") + "/lock", "true").Expect();
        _tree.Dispose();
    }

    private int Builds => File.ReadLines(_tree.At("builds")).Count(static line => line.EndsWith("Cli", StringComparison.Ordinal));

    [Fact]
    public void The_first_call_builds_and_the_next_becomes_the_program_without_another_process()
    {
        NeedsCompiler();
        string first = Helios("a", "b  c");
        ProcessStartInfo second = new(_tree.At("helios"), ["a", "b  c"]);

        // Nothing is on this path: neither dotnet nor find nor stat.
        second.Environment["PATH"] = _tree.At("empty");

        Assert.Equal(first, Tool.Run(second).Expect());
        Assert.EndsWith("/artifacts/programs/helios: a b  c\nfirst\nlinux\n", first, StringComparison.Ordinal);
        Assert.Equal(1, Builds);
        Assert.True(File.Exists(_tree.At("artifacts", "programs", "symbols", "helios.dbg")));
    }

    [Theory]
    [InlineData("edited in place", "echo second\n")]
    [InlineData("edited in a project below", "src/Linux/Linux.cs")]
    [InlineData("replaced by an older file", "older")]
    [InlineData("added", "src/Linux/Added.cs")]
    public void A_source_that_has_changed_is_built(string change, string what)
    {
        Helios();
        string file = _tree.At(what.StartsWith("src/", StringComparison.Ordinal) ? what : "src/Cli/Program.cs");
        using (FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.Write))
        {
            stream.Write("echo later\n"u8);
            stream.SetLength(stream.Position);
        }

        if (what == "older")
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        Assert.Contains("later\n", Helios(), StringComparison.Ordinal);
        Assert.True(Builds == 2, change);
    }

    [Fact]
    public void A_source_that_is_gone_is_built_and_one_of_another_program_is_not()
    {
        Source("src/Linux/Added.cs", "echo added\n");
        Assert.Contains("added\n", Helios(), StringComparison.Ordinal);
        File.Delete(_tree.At("src", "Linux", "Added.cs"));
        Assert.DoesNotContain("added\n", Helios(), StringComparison.Ordinal);
        Assert.Equal(2, Builds);

        Source("src/Daemon/Program.cs", "echo another daemon\n");
        Helios();
        Assert.Equal(2, Builds);
        Assert.Contains("another daemon\n", Heliosd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_was_only_touched_is_not_built()
    {
        Helios();
        File.SetLastWriteTimeUtc(_tree.At("src", "Cli", "Program.cs"), DateTime.UtcNow.AddHours(1));
        Helios();
        Helios();

        Assert.Equal(1, Builds);
    }

    [Fact]
    public void A_build_that_fails_says_why_and_is_125_and_the_next_call_tries_again()
    {
        Source("src/Cli/Program.cs", "broken\n");
        ToolResult failed = Run("helios");

        Assert.Equal(125, failed.ExitCode);
        Assert.Contains("error CS0000", failed.Errors, StringComparison.Ordinal);
        Assert.EndsWith("helios: the build failed", failed.Errors, StringComparison.Ordinal);
        Source("src/Cli/Program.cs", "echo mended\n");
        Assert.Contains("mended\n", Helios(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_compiler_it_says_so_once_and_runs_on_the_runtime_until_there_is_one()
    {
        // Everything the script calls but gcc and clang.
        string path = _tree.MakeFolder("few");
        foreach (string tool in (string[])["sh", "readlink", "dirname", "sed", "tr", "find", "sort", "stat", "xargs", "sha256sum", "mkdir", "rm", "cp", "ln", "mv", "cat", "cmp", "flock", "ls", "setsid", "grep", "chmod", "touch"])
        {
            File.CreateSymbolicLink(Path.Join(path, tool), Tool.Find(tool)!);
        }

        ToolResult first = Run("helios", path, "x");
        ToolResult second = Run("helios", path, "x");

        Assert.EndsWith(": x\nfirst\nlinux\n", first.Expect(), StringComparison.Ordinal);
        Assert.Contains("no C compiler (gcc)", first.Errors, StringComparison.Ordinal);
        Assert.Equal(new ToolResult(0, first.Output, ""), second);
        Assert.Equal("build Cli", File.ReadLines(_tree.At("builds")).First());
        NeedsCompiler();
        Helios();
        Assert.Contains("publish Cli", File.ReadLines(_tree.At("builds")));
    }

    [Fact]
    public void The_daemon_is_built_in_the_background_and_whoever_needs_it_waits()
    {
        Helios();

        Assert.EndsWith("/artifacts/programs/heliosd: --version\ndaemon\nlinux\n", Heliosd("--version"), StringComparison.Ordinal);
        Assert.Single(File.ReadLines(_tree.At("builds")), static line => line.EndsWith("Daemon", StringComparison.Ordinal));
    }

    private static void NeedsCompiler()
    {
        if (Tool.Find("gcc") is null && Tool.Find("clang") is null)
        {
            Assert.Skip("needs a C compiler");
        }
    }

    private void Source(string path, string text) => _tree.Write(path, text);

    private string Helios(params IEnumerable<string> arguments) => Run("helios", null, arguments).Expect();

    private string Heliosd(params IEnumerable<string> arguments) => Run("heliosd", null, arguments).Expect();

    private ToolResult Run(string name, string? path = null, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(_tree.At(name), arguments);
        start.Environment["PATH"] = _tree.At("bin") + ":" + (path ?? Environment.GetEnvironmentVariable("PATH"));
        start.Environment.Remove("HELIOS_DAEMON");
        return Tool.Run(start);
    }
}

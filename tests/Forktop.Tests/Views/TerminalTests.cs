using Helios.Linux;
using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>The real screen on a real terminal, with the test at its keys.</summary>
public sealed class TerminalTests(FixtureProgram fixture) : IClassFixture<FixtureProgram>
{
    private static readonly WindowSize s_size = new(100, 30);

    [Fact]
    public void Every_key_does_what_the_help_says()
    {
        using HostedTerminal terminal = Open("--", "/bin/sh", "-c", $"echo from-the-program; {fixture.Path} exit 3; cat");
        Shows(terminal, "cat");
        Shows(terminal, "exit 3");
        terminal.Type("?");
        Shows(terminal, "forktop: keys");
        terminal.Type("x");
        ShowsNot(terminal, "forktop: keys");
        terminal.Type("\r");
        Shows(terminal, "spawned by");
        terminal.Type("\t");
        Shows(terminal, "securebits");
        terminal.Type("]");
        terminal.Type("[");
        terminal.Type("\t");
        Shows(terminal, "TERM=vt220");
        terminal.Type("\t");
        Shows(terminal, "/dev/pts/");
        terminal.Type("\t");
        Shows(terminal, "exec /");
        terminal.Type("\t");
        Shows(terminal, "\nfrom-the-program\n");
        terminal.Type("\e[Z");
        ShowsNot(terminal, "\nfrom-the-program\n");
        terminal.Type("v");
        ShowsNot(terminal, " Permissions ");
        terminal.Type("e");
        Shows(terminal, " Events ");
        terminal.Type("e");
        ShowsNot(terminal, " Events ");
        terminal.Type("g");
        ShowsNot(terminal, "follow");
        terminal.Type("/exit\r");
        terminal.Type("\t\t\t");
        Shows(terminal, "command       " + fixture.Path + " exit 3");
        terminal.Type("v");
        terminal.Type("n");
        terminal.Type("N");
        terminal.Type("u");
        terminal.Type("h");
        Shows(terminal, "[+]");
        terminal.Type("l");
        ShowsNot(terminal, "[+]");
        terminal.Type("\\cat\r");
        Shows(terminal, "filter cat");
        ShowsNot(terminal, " exit 3 ");
        terminal.Type("\\\u0015\r");
        ShowsNot(terminal, "filter cat");
        terminal.Type("F");
        Shows(terminal, "alive only");
        terminal.Type("F");
        terminal.Type("o");
        Shows(terminal, "sorted by duration");
        terminal.Type("ooo");
        Shows(terminal, "sorted by start");
        terminal.Type(" ");
        Shows(terminal, "paused");
        terminal.Type(" ");
        ShowsNot(terminal, "paused");
        terminal.Type("j");
        terminal.Type("k");
        terminal.Type("\e[B\e[A\e[6~\e[5~");
        terminal.Type("G");
        terminal.Type("y");
        terminal.Expect("\e]52;c;");
        Shows(terminal, "copied: cd ");
        terminal.Type("c");
        Shows(terminal, "nothing holds this process");
        terminal.Type("d");
        Shows(terminal, "only a process that a breakpoint holds");
        terminal.Type("bno-such*\r");
        Shows(terminal, "break no-such*");
        terminal.Type("\u000c");
        terminal.Expect("\e[2J");
        Shows(terminal, "break no-such*");
        terminal.Type("t");
        terminal.Expect("\e[?1049l");
        terminal.Expect("from-the-program");
        terminal.Type("typed-to-cat\r");
        terminal.Expect("typed-to-cat\r\ntyped-to-cat");
        terminal.Type("\u001d");
        terminal.Expect("\e[?1049h");
        Shows(terminal, "break no-such*");
        terminal.Type("f");
        Shows(terminal, "follow");
        terminal.Type("G");
        terminal.Type("K");
        Shows(terminal, "SIGKILL");
        Shows(terminal, " 0 of 3 alive");
        terminal.UntilPicture("the end", static picture => picture.Lines[0].Contains(" ended", StringComparison.Ordinal));
        terminal.Type("q");
        Assert.Equal(137, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void Shells_take_the_screen_and_give_it_back()
    {
        Needs.Root();
        using HostedTerminal terminal = Open("--", fixture.Path, "until-input-ends");
        Shows(terminal, "until-input-ends");
        foreach (string key in new[] { "s", "S" })
        {
            terminal.Type(key);
            terminal.Expect("\e[?1049l");
            terminal.Type("echo $((40 + 2))-$PPID; tty; exit\r");
            terminal.Expect("42-");
            terminal.Expect("/dev/pts/");
            terminal.Expect("\e[?1049h");
            Shows(terminal, "the shell has ended");
            terminal.Type("g");
            ShowsNot(terminal, "the shell has ended");
        }

        terminal.Type("gp");
        Shows(terminal, "tried out by a copy of it");
        Shows(terminal, "raw socket");
        terminal.Type("x");
        ShowsNot(terminal, "raw socket");
        terminal.Type("qk");
        Assert.Equal(137, terminal.End());
    }

    [Fact]
    public void A_held_process_is_released_by_key()
    {
        using HostedTerminal terminal = Open("--break", "true", "--", "/bin/sh", "-c", "true; /bin/true; exit 5");
        Shows(terminal, "held by true");
        terminal.Type("c");
        Shows(terminal, " 0 of 2 alive");
        terminal.UntilPicture("the end", static picture => picture.Lines[0].Contains(" ended", StringComparison.Ordinal));
        terminal.Type("q");
        Assert.Equal(5, terminal.End());
    }

    [Fact]
    public void A_held_process_is_handed_to_gdb_which_lets_it_go_on()
    {
        Needs.Tool("gdb");
        using HostedTerminal terminal = Open("--break", "fixture", "--", "/bin/sh", "-c", $"{fixture.Path} exit 6; exit $?");
        Shows(terminal, "held by fixture");
        terminal.Type("d");
        terminal.Expect("\e[?1049l");
        terminal.Expect("(gdb) ");
        terminal.Type("print 40 + 2\r");
        terminal.Expect(" = 42");
        terminal.Type("continue\r");
        terminal.Expect("exited with code 06]");
        terminal.Type("quit\r");
        terminal.Expect("\e[?1049h");
        Shows(terminal, "gdb has ended");
        terminal.UntilPicture("the end", static picture => picture.Lines[0].Contains(" ended", StringComparison.Ordinal));
        terminal.Type("q");
        Assert.Equal(6, terminal.End());
    }

    [Fact]
    public void Leaving_gives_the_terminal_back_and_the_program_runs_on_and_may_still_execute()
    {
        using TempTree folder = new();
        using HostedTerminal terminal = Open("--", "/bin/sh", "-c", $"while [ ! -e {folder.At("go")} ]; do sleep 0.05; done; /bin/echo done >{folder.At("done")}");
        Shows(terminal, "sleep");
        terminal.Type("q");
        Shows(terminal, "the program runs");
        terminal.Type("l");
        Assert.Equal(0, terminal.End());
        folder.Write("go", "");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder.At("done")) && File.ReadAllText(folder.At("done")) == "done\n", TimeSpan.FromMinutes(1)), "the program did not run on");
    }

    [Fact]
    public void A_running_process_is_left_as_it_was()
    {
        using RunningFixture running = new(fixture.Path, "until-input-ends");
        running.Step();
        using HostedTerminal terminal = Open("-p", running.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Shows(terminal, "until-input-ends");
        terminal.Type("q");
        Assert.Equal(0, terminal.End());
        running.Step();
        Assert.Equal(4, running.End());
    }

    [Fact]
    public void It_follows_the_size_of_the_terminal()
    {
        using HostedTerminal terminal = Open("--", fixture.Path, "until-input-ends");
        foreach (WindowSize size in (WindowSize[])[new(80, 24), new(40, 8), new(160, 50), s_size])
        {
            terminal.Resize(size);
            terminal.UntilPicture($"a picture of {size}", static picture => picture.Lines[0].StartsWith("forktop ", StringComparison.Ordinal) && picture.Lines[^1].StartsWith("? help", StringComparison.Ordinal));
        }

        terminal.Type("qk");
        terminal.End();
    }

    [Fact]
    public void A_recording_is_shown_again()
    {
        using TempTree folder = new();
        ToolResult recorded = Tool.Run(new System.Diagnostics.ProcessStartInfo(Helios, ["forktop", "--log", "-o", folder.At("log"), "--record", folder.At("r"), "--export-html", folder.At("h"), "--export-trace", folder.At("t"), "--", fixture.Path, "forks", "10"]));
        Assert.Equal((0, ""), (recorded.ExitCode, recorded.Errors));
        Assert.Equal(11, File.ReadLines(folder.At("log")).Count(static line => line.Contains(": exit ", StringComparison.Ordinal)));
        Assert.Contains("11 processes", File.ReadAllText(folder.At("h")), StringComparison.Ordinal);
        Assert.StartsWith("{\"displayTimeUnit\"", File.ReadAllText(folder.At("t")), StringComparison.Ordinal);
        ToolResult replayed = Tool.Run(new System.Diagnostics.ProcessStartInfo(Helios, ["forktop", "--replay", folder.At("r"), "--log", "-o", folder.At("log2")]));
        Assert.Equal((0, ""), (replayed.ExitCode, replayed.Errors));
        Assert.Equal(File.ReadAllText(folder.At("log")), File.ReadAllText(folder.At("log2")));
        using HostedTerminal terminal = Open("--replay", folder.At("r"));
        Shows(terminal, "0 of 11 alive");
        Shows(terminal, "ended");
        terminal.Type("s");
        terminal.Type("q");
        Assert.Equal(0, terminal.End());
    }

    private static string Helios => Path.Join(AppContext.BaseDirectory, "helios");

    private static HostedTerminal Open(params string[] arguments) => new(s_size, [Helios, "forktop", .. arguments], "NO_COLOR=1", "HELIOS_SOCKET=/nonexistent/socket", "XDG_CONFIG_HOME=/nonexistent");

    private static void Shows(HostedTerminal terminal, string text) => terminal.UntilPicture($"'{text}'", picture => picture.Text.Contains(text, StringComparison.Ordinal));

    private static void ShowsNot(HostedTerminal terminal, string text) => terminal.UntilPicture($"no '{text}'", picture => !picture.Text.Contains(text, StringComparison.Ordinal));
}

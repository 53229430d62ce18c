using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Helios.Support;

namespace Helios.Shell.Tests;

/// <summary>The program at which nobody types: files, strings, inputs, and what dash or bash do not have or do otherwise.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("echo a |& cat", "a\n")]
    [InlineData("sh -c 'echo e >&2' |& cat", "e\n")]
    [InlineData("cat <<< \"here $((\" 2>/dev/null", "")]
    [InlineData("cat <<< 'a  b'", "a  b\n")]
    [InlineData("echo $'a\\tb\\x41\\101'", "a\tbAA\n")]
    [InlineData("sh -c 'echo o; echo e >&2' &> /dev/null; echo $?", "0\n")]
    [InlineData("set -o pipefail; false | true; echo $?", "1\n")]
    [InlineData("set -o pipefail; sh -c 'exit 3' | sh -c 'exit 4' | true; echo $?", "4\n")]
    [InlineData("echo -e 'a\\nb'", "a\nb\n")]
    [InlineData("source /dev/null; echo $?", "0\n")]
    [InlineData("echo a 12>&1 >&12", "a\n")]
    [InlineData("(exit 3) & wait $!; echo $?", "3\n")]
    [InlineData("(echo in; echo $1) & wait", "in\n\n")]
    [InlineData("set -- x; A=1; (echo $1$A; exit 2) & wait $!; echo $?", "x1\n2\n")]
    [InlineData("true && sh -c 'exit 5' & wait $!; echo $?", "5\n")]
    [InlineData("kill -l TERM", "15\n")]
    [InlineData("HELIOS=/bin/echo; container run --name a -- b", "run --name a -- b\n")]
    [InlineData("HELIOS=/bin/echo; @web ps 'a b' | cat", "exec -i web -- ps a b\n")]
    [InlineData("type cd", "cd is a shell builtin\n")]
    [InlineData("help cd | head -1", "cd [DIR|-]\n")]
    public void Commands_write_what_they_should(string commands, string output) => Assert.Equal(output, ShellRun.Commands(commands).Output);

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("sh -c 'exit 4'", 4)]
    [InlineData("nosuchcommand", 127)]
    [InlineData("/etc/passwd", 126)]
    [InlineData("echo )", 2)]
    [InlineData("set -e; false; echo x", 1)]
    [InlineData("sh -c 'kill -9 $$'", 137)]
    public void The_status_is_the_last_commands(string commands, int status) => Assert.Equal(status, ShellRun.Commands(commands).ExitCode);

    [Fact]
    public void An_error_of_syntax_names_line_and_column()
    {
        using TempTree tree = new();
        ToolResult result = ShellRun.Run([tree.Write("s", "echo a\necho b )\n")]);
        Assert.Equal("a\n", result.Output);
        Assert.Equal("helios-shell: line 2, column 8: unexpected ')'", result.Errors);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void Commands_and_what_they_read_share_one_input()
    {
        ToolResult result = ShellRun.Run([], "read x\nline of the input\necho \"[$x]\"\ncat\nrest\n");
        Assert.Equal("[line of the input]\nrest\n", result.Output);
    }

    [Fact]
    public void Names_and_words_that_are_not_UTF8_pass_unchanged()
    {
        using TempTree tree = new();
        byte[] script = [.. "printf '%s' '"u8, 0xff, 0xe9, .. "' > "u8, (byte)'f', 0xfe, .. "; cat f*; A=$(cat f*); printf '%s' \"$A\""u8, (byte)'\n'];
        File.WriteAllBytes(tree.At("s"), script);
        ShellRun.Run(["-c", $". {tree.At("s")} > {tree.At("out")}"], "", tree.Root);
        Assert.Equal(new byte[] { 0xff, 0xe9, 0xff, 0xe9 }, File.ReadAllBytes(tree.At("out")));
        Empty(tree);
    }

    [Fact]
    public void A_list_in_the_background_outlives_the_shell()
    {
        using TempTree tree = new();
        string fifo = tree.At("fifo");
        Tool.Run("mkfifo", fifo).Expect();
        ShellRun.Commands($"(cat {fifo}; echo ended) > {tree.At("out")} 2>&1 < /dev/null &");
        Assert.Equal("", File.ReadAllText(tree.At("out")));
        File.WriteAllText(fifo, "data\n");
        long end = Environment.TickCount64 + 60_000;
        while (File.ReadAllText(tree.At("out")) != "data\nended\n")
        {
            Assert.True(Environment.TickCount64 < end, "the list in the background has not gone on");
            Thread.Yield();
        }
    }

    [Fact]
    public void What_exec_has_replaced_is_replaced_in_the_process_too()
    {
        using TempTree tree = new();
        ToolResult result = ShellRun.Commands("exec 3>&1 > out 2>&1 < /dev/null; readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 >&3", directory: tree.Root);
        Assert.Equal($"/dev/null\n{tree.At("out")}\n{tree.At("out")}\n", result.Output);
    }

    [Fact]
    public void A_writer_without_a_reader_ends_by_the_signal()
        => Assert.Equal("141\n", Tool.Run("bash", "-c", $"{ShellRun.Program} -c 'sleep 0.2; echo a; echo b' | true; echo ${{PIPESTATUS[0]}}").Output);

    [Fact]
    public void A_signal_that_the_parent_ignores_stays_ignored_in_programs()
        => Assert.Equal("SURVIVED\n", Tool.Run("sh", "-c", $"trap '' HUP; {ShellRun.Program} -c 'sh -c \"kill -HUP \\$\\$; echo SURVIVED\"'").Output);

    [Fact]
    public void Programs_get_the_pipe_signal_with_its_default()
        => Assert.Contains("SigIgn:\t0000000000000000", ShellRun.Commands("cat /proc/self/status").Output, StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_as_a_script_end_the_shell_in_order()
    {
        using TempTree tree = new();
        Prop.ForAll(Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf().ToArbitrary(), bytes =>
        {
            File.WriteAllBytes(tree.At("s"), bytes);
            ToolResult result = ShellRun.Run([tree.At("s")], "", tree.Root, ("PATH", "/nonexistent"));
            Assert.InRange(result.ExitCode, 0, 127);
            Assert.DoesNotContain("Unhandled", result.Errors, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Needs.Long ? 2000 : 30));
        Empty(tree);
    }

    [Fact]
    public void A_megabyte_of_text_is_a_here_document_a_word_and_a_pipes_content()
    {
        string text = new('x', 1 << 20);
        using TempTree tree = new();
        string script = tree.Write("s", $"cat <<E | wc -c\n{text}\nE\nA=$(cat <<E\n{text}\nE\n); echo ${{#A}}; echo $A | wc -c\n");
        Assert.Equal("1048577\n1048576\n1048577\n", ShellRun.Run([script]).Output);
    }

    [Fact]
    public void A_hundred_descriptors_and_jobs_leave_nothing_open()
    {
        StringBuilder script = new();
        for (int i = 0; i < 100; i++)
        {
            script.Append("echo a | cat > /dev/null; x=$(echo b); (exit 0); sleep 0 & wait\n");
        }

        script.Append("ls /proc/$$/fd | wc -l\n");
        int open = int.Parse(ShellRun.Commands(script.ToString()).Output, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(open, 1, int.Parse(ShellRun.Commands("ls /proc/$$/fd | wc -l").Output, System.Globalization.CultureInfo.InvariantCulture) + 3);
    }

    // Names that are not UTF-8 cannot be said to the base library.
    private static void Empty(TempTree tree) => Tool.Run("find", tree.Root, "-mindepth", "1", "-delete").Expect();
}

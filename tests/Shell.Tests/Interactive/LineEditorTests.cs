using Helios.Shell.Tests.Jobs;

namespace Helios.Shell.Tests.Interactive;

/// <summary>Keys sent to the real program at a real terminal.</summary>
public sealed class LineEditorTests
{
    [Fact]
    public void Keys_move_and_erase()
    {
        using ShellTerminal shell = new();
        // "ecXho b" with the cursor sent back to take the X out, and a word more at the end.
        shell.Type("ecXho a b");
        shell.Type("\x01\x1b[C\x1b[C\x1b[C\x7f\x05 c\x17" + "d");
        Assert.Equal("a b d\n", shell.Run(""));
        Assert.Equal("put back\n", shell.Run("echo put back\x15\x19"));
        Assert.Equal("x\n", shell.Run("echo x yy\x02\x02\x0b")[..2]);
    }

    [Fact]
    public void History_goes_back_and_is_searched_and_kept()
    {
        using ShellTerminal shell = new();
        shell.Run("echo first");
        shell.Run("echo second");
        Assert.Equal("first\n", shell.Run("\x1b[A\x1b[A"));
        shell.Type("\x12" + "sec\r");
        shell.Expect("\x1b[?2004l");
        Assert.Equal("second\n", shell.ToPrompt());
        Assert.Contains("echo second", File.ReadAllText(shell.At(".helios_shell_history")), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(shell.At(".helios_shell_history")));
        shell.Run(" echo secret");
        Assert.DoesNotContain("secret", File.ReadAllText(shell.At(".helios_shell_history")), StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_completes_commands_files_variables_and_jobs()
    {
        using ShellTerminal shell = new();
        shell.Run("mkdir somewhere; echo in > 'somewhere/a file'");
        Assert.Equal("in\n", shell.Run("cat som\ta\t"));
        shell.Run("LONGNAME=value");
        Assert.Equal("value\n", shell.Run("echo $LONGN\t"));
        Assert.Equal("0022\n", shell.Run("umask 022; uma\t"));
        shell.Run("sleep 1000 &");
        Assert.Contains("Running", shell.Run("jobs %\t"), StringComparison.Ordinal);
        shell.Type("ec\t\t");
        shell.Expect("echo");
        shell.Type("\x03");
        shell.ToPrompt();
    }

    [Fact]
    public void The_interrupt_key_drops_the_line()
    {
        using ShellTerminal shell = new();
        shell.Type("echo dropped");
        shell.Expect("dropped");
        shell.Type("\x03");
        shell.ToPrompt();
        Assert.Equal("130\n", shell.Run("echo $?"));
    }

    [Fact]
    public void Words_have_colours_and_what_cannot_be_mended_is_underlined()
    {
        using ShellTerminal shell = new("NO_COLOR=");
        shell.Type("echo 'q' $HOME nosuch; nosuch )");
        shell.Expect("\x1b[0;32mecho");
        shell.Expect("\x1b[0;33m'q'");
        shell.Expect("\x1b[0;36m$HOME");
        shell.Expect("\x1b[0;31mnosuch");
        shell.Expect("\x1b[0;31;4m)");
        shell.Type("\x03");
        shell.ToPrompt();
    }

    [Fact]
    public void A_paste_of_several_lines_waits_for_Enter()
    {
        using ShellTerminal shell = new();
        shell.Type("\x1b[200~echo one\recho two\x1b[201~");
        shell.Expect("two");
        Assert.Equal("one\ntwo\n", shell.Run(""));
    }

    [Fact]
    public void The_prompt_shows_the_directory_the_status_and_the_jobs()
    {
        using ShellTerminal shell = new();
        shell.Type("PS1='\\W \\s \\j ready$ '\r");
        shell.ToPrompt();
        shell.Type("cd /usr; false\r");
        shell.Expect("usr 1 0 ready$ ");
        shell.Type("sleep 1000 &\r");
        shell.Expect("usr 0 1 ready$ ");
    }

    [Fact]
    public void A_line_longer_than_the_window_is_edited_over_several_rows()
    {
        using ShellTerminal shell = new();
        string text = string.Concat(Enumerable.Repeat("0123456789", 25));
        Assert.Contains(text, shell.Run($"echo {text}"), StringComparison.Ordinal);
        Assert.Contains("X" + text, shell.Run($"echo {text}\x01\x1b[C\x1b[C\x1b[C\x1b[C\x1b[CX"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dumb_terminal_gets_no_sequences()
    {
        using ShellTerminal shell = new(isDumb: true);
        shell.Type("echo plain\r");
        shell.Expect("echo plain\r\nplain\r\n" + ShellTerminal.Prompt);
    }

    [Fact]
    public void Ctrl_D_ends_an_empty_line_only()
    {
        using ShellTerminal shell = new();
        shell.Type("echo x\x04");
        Assert.Equal("x\n", shell.Run(""));
        shell.Type("\x04");
        Assert.Equal(0, shell.Screen.End());
    }

    [Fact]
    public void An_input_that_is_no_terminal_can_be_asked_for_a_prompt()
    {
        Helios.Support.ToolResult result = ShellRun.Run(["-i"], "echo $((\necho after\n", null, ("HISTFILE", ""), ("HELIOS_SHELL_RC", "/dev/null"), ("PS1", "p> "));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("after\n", result.Output);
        Assert.Contains("arithmetic is not part of this shell", result.Errors, StringComparison.Ordinal);
    }
}

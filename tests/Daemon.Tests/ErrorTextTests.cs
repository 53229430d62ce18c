using System.Diagnostics;
using System.Text.RegularExpressions;
using Helios.Cli;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary>Whatever a verb is fed, what it says is Helios' own: no name of a text that the framework left out, no exception, no stack trace.</summary>
public sealed partial class ErrorTextTests : IDisposable
{
    private const uint Nobody = 65534;

    // Nothing can be made below it, so no daemon starts by itself.
    private const string NoSocket = "/dev/null/none/s";

    private readonly TempTree _files = new();
    private readonly string _full;

    public ErrorTextTests()
    {
        _files.Write("file", "not = {a fleet\n");
        _files.MakeFolder("folder");
        File.SetUnixFileMode(_files.Write("secret", "nobody may read this"), UnixFileMode.UserWrite);
        _full = MakeFullDevice();
        File.SetUnixFileMode(_files.Root, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    public static TheoryData<string> Verbs => [.. VerbTable.Names];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Values_that_are_none(string verb)
    {
        foreach (CliOption option in VerbTable.Make(verb).CliOptions)
        {
            string[] values = option.Kind switch
            {
                ValueKind.Switch => ["maybe"],
                ValueKind.Word => ["", "none-of-them"],
                ValueKind.File => ["", Missing, Folder, _full, Long],
                ValueKind.Directory => ["", Missing, File_, "/dev/null/below"],
                _ => ["", "-1", "1e999", new string('9', 40), "0.0000001", "a=b:c", Long],
            };
            foreach (string value in values)
            {
                Silent(Run(verb, [$"{option.Name}={value}", .. Rest(verb)]), $"{verb} {option.Name}={value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Arguments_that_are_missing_or_lead_nowhere(string verb)
    {
        foreach (string[] arguments in (string[][])[
            [], [""], [Missing], [Folder], [File_], [_full], [Missing, Folder], [Folder, Missing], [File_, Folder], ["check", Missing], ["check", Folder], ["check", File_],
            ["convert", Folder], ["convert", "--to", "json", Missing, Folder], ["convert", File_, _full], [$"none:{File_}", Missing], [Missing, "none:/x"], ["a=99999999999999999999"], [Long]])
        {
            Silent(Run(verb, VerbTable.Make(verb).TakesCommand && arguments is not [] ? ["--", .. arguments] : arguments));
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Files_that_may_not_be_read(string verb)
    {
        SkipUnlessNobodyCanRun();
        Silent(AsNobody(verb, [Secret]));
        Silent(AsNobody(verb, ["check", Secret]));
        foreach (CliOption option in VerbTable.Make(verb).CliOptions.Where(static option => option.Kind is ValueKind.File or ValueKind.Directory))
        {
            ToolResult result = AsNobody(verb, [$"{option.Name}={Secret}", .. Rest(verb)]);
            Silent(result);

            // 'explain' prints what would be done and looks at no root.
            Assert.True(result.ExitCode != 0 || (verb == "explain" && option.Kind == ValueKind.Directory), $"{verb} {option.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_full_disk_is_one_line_and_125(string verb)
    {
        Full(Run(verb, ["--help"], $">{_full}"));
        Assert.Equal(0, Run(verb, ["--help"], ">&-").ExitCode);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("explain", "true")]
    [InlineData("completion", "bash")]
    [InlineData("mem", "--demo")]
    [InlineData("doctor")]
    public void A_full_disk_behind_the_answer_is_one_line_and_125(string verb, params string[] arguments)
    {
        Full(Run(verb, arguments, $">{_full}"));
        Silent(Run(verb, arguments, ">&-"));
        Silent(Run(verb, arguments, $">{_full} 2>{_full}"));
        Silent(Run(verb, arguments, ">&- 2>&-"));
    }

    [Fact]
    public void A_live_daemon_answers_in_words_too()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--backend", "simulated");
        daemon.Helios("run", "-d", "--name", "one", "--", "true").Good();
        foreach (Verb verb in VerbTable.All().Where(static verb => verb is DaemonVerb && verb.Name is not ("top" or "events" or "attach" or "wait" or "stats")))
        {
            foreach (string[] arguments in (string[][])[
                ["none"], ["one", Missing], [""], [$"one:{Missing}", Folder], [Folder, $"one:{Missing}"], [Missing, "one:/"], ["one=99999999999999999999"],
                ["--config", Missing], ["--config", Folder], ["--config", File_], ["--config", _full], [Long]])
            {
                CommandResult result = daemon.Helios([verb.Name, .. arguments]);
                Silent(new ToolResult(result.Code, result.Output, result.Error.Trim()), $"{verb.Name} {string.Join(' ', arguments)}");
            }
        }

        foreach (string[] line in (string[][])[["ps"], ["inspect", "one"], ["tree"], ["mem"], ["daemon"], ["stats", "--no-stream"]])
        {
            ToolResult result = Tool.Run("sh", ["-c", $"exec \"$0\" \"$@\" >{_full}", Programs.Helios, .. line, "--socket", daemon.Socket]);
            Silent(result, string.Join(' ', line));
            Assert.Equal(125, result.ExitCode);
        }
    }

    [Theory]
    [InlineData("--config", "/no/such/file")]
    [InlineData("--config", "/etc")]
    [InlineData("--config", "")]
    [InlineData("--set", "nothing")]
    [InlineData("--set", "a=b")]
    [InlineData("--socket", "/")]
    [InlineData("--socket", "/dev/null/below/s")]
    [InlineData("--socket", "")]
    [InlineData("--socket", "/proc/no/such/folder/that/is/much/longer/than/the/name/of/a/socket/can/be/which/is/one/hundred/and/eight/bytes/on/every/linux/s")]
    [InlineData("--group", "no-such-group")]
    [InlineData("--backend", "none")]
    [InlineData("--idle-exit", "99999999999999999999999")]
    [InlineData("--ready-fd", "77")]
    [InlineData("--ready-fd", "99999999999999999999")]
    [InlineData("--nothing", "")]
    public void The_daemon_refuses_in_words(params string[] arguments)
    {
        string[] socket = arguments.Contains("--socket") ? [] : ["--socket", _files.At("s")];
        ToolResult result = Tool.Run(Programs.Heliosd, [.. arguments, .. socket]);

        Silent(result);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("heliosd: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_daemon_leaves_alone_what_is_no_socket()
    {
        ToolResult result = Tool.Run(Programs.Heliosd, "--socket", File_);

        Assert.Equal(new ToolResult(1, "", $"heliosd: {File_} is there and is not a socket; name another path for the control socket"), result);
        Assert.True(File.Exists(File_));
        Assert.Equal("c", Tool.Run("stat", "-c", "%F", _full).Expect()[..1]);
    }

    private string Missing => _files.At("missing");

    private string Folder => _files.At("folder");

    private string File_ => _files.At("file");

    private string Secret => _files.At("secret");

    private static string Long { get; } = "/" + new string('x', 5000);

    // A command that does not exist: nothing has to run for this.
    private static string[] Rest(string verb) => VerbTable.Make(verb).TakesCommand ? ["--", "/no/such/program"] : [];

    private ToolResult Run(string verb, string[] arguments, string redirections = "")
        => Tool.Run(Start(["/bin/sh", "-c", $"exec \"$0\" \"$@\" {redirections}", Programs.Helios, verb, .. arguments]));

    private ToolResult AsNobody(string verb, string[] arguments)
        => Tool.Run(Start([Tool.Find("setpriv")!, $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", Programs.Helios, verb, .. arguments]));

    private ProcessStartInfo Start(string[] words)
    {
        ProcessStartInfo start = new(words[0], words[1..]) { WorkingDirectory = _files.Root };
        start.Environment["HELIOS_SOCKET"] = NoSocket;
        start.Environment.Remove("HELIOS_DEBUG");
        return start;
    }

    // One of our own: what is tried here must not reach the machine's.
    private string MakeFullDevice()
    {
        Needs.Root();
        string path = _files.At("full");
        Tool.Run("mknod", "-m", "666", path, "c", "1", "7").Expect();
        return path;
    }

    private void SkipUnlessNobodyCanRun()
    {
        Needs.Root();
        Needs.Tool("setpriv");
        Assert.SkipUnless(AsNobody("version", []).ExitCode == 0, "an ordinary user cannot run what was built here");
    }

    private static void Full(ToolResult result)
    {
        Silent(result);
        Assert.Equal(125, result.ExitCode);
        Assert.Matches(@"\Ahelios[^\n]*: write standard output: no space left on device \(ENOSPC\)\z", result.Errors);
    }

    private static void Silent(ToolResult result, string? line = null)
    {
        Assert.False(RuntimeText().IsMatch(result.Errors + "\n" + result.Output), $"{line}: {result.Errors}\n{result.Output}");

        // Neither killed nor aborted.
        Assert.True(result.ExitCode <= 127, $"{line}: exit code {result.ExitCode}: {result.Errors}");
    }

    // Names of the framework's texts (IO_FileNotFound_FileName), of exceptions, and what an unhandled one leaves.
    [GeneratedRegex(@"\b(IO|net|[A-Z][a-z]+[A-Za-z]*)_[A-Z][a-z][A-Za-z_]*|\b\w+Exception\b|^\s+at \w|Unhandled|unforeseen error", RegexOptions.Multiline)]
    private static partial Regex RuntimeText();
}

using System.Diagnostics;
using System.Text;
using Helios.Support;

namespace Helios.Shell.Tests.Differential;

/// <summary>The same command lines in this shell, in dash and in bash: output, status and files are to be the same.</summary>
public sealed class DifferentialTests
{
    private const int Groups = 16;

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, Groups)];

    [Fact]
    public void There_are_at_least_four_hundred_cases() => Assert.True(Cases().Count >= 400, $"{Cases().Count} cases");

    [Theory]
    [MemberData(nameof(Parts))]
    public void Command_lines_do_what_they_do_in_dash_and_bash(int part)
    {
        Needs.Tool("dash");
        Needs.Tool("bash");
        List<string> differences = [];
        List<string> cases = Cases();
        for (int i = part; i < cases.Count; i += Groups)
        {
            string dash = Observe(Tool.Find("dash")!, [], cases[i]);
            string bash = Observe(Tool.Find("bash")!, ["--posix"], cases[i]);
            // Only what both define is a promise.
            Assert.True(dash == bash, $"dash and bash differ, so this is no case:\n{cases[i]}\n--- dash\n{dash}\n--- bash\n{bash}");
            string ours = Observe(ShellRun.Program, [], cases[i]);
            if (ours != dash)
            {
                differences.Add($"{cases[i]}\n--- dash and bash\n{dash}\n--- helios-shell\n{ours}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n======\n", differences));
    }

    /// <summary>What a shell makes of a script: what it writes, how it ends, and which files it leaves in its directory.</summary>
    private static string Observe(string shell, string[] options, string script)
    {
        using TempTree tree = new();
        string path = tree.Write("script", script + "\n");
        string directory = tree.MakeFolder("work");
        ProcessStartInfo start = new(shell, [.. options, path]) { WorkingDirectory = directory };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = "/root";
        start.Environment["LC_ALL"] = "C";
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } runtime && shell == ShellRun.Program)
        {
            start.Environment["DOTNET_ROOT"] = runtime;
        }

        ToolResult result = Tool.Run(start);
        StringBuilder seen = new();
        seen.Append("status ").Append(result.ExitCode).Append('\n').Append(result.Output);
        foreach (string file in Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            seen.Append("file ").Append(Path.GetRelativePath(directory, file)).Append(' ').Append(IsRegular(file) ? File.ReadAllText(file) : "").Append('\n');
        }

        return seen.ToString();
    }

    // A FIFO would be read from for ever.
    private static bool IsRegular(string path)
        => Helios.Linux.PathCalls.TryStat(null, Encoding.UTF8.GetBytes(path + "\0"), followLinks: false, out Helios.Linux.FileStatus status, out _)
            && status.Type == Helios.Linux.FileModes.S_IFREG;

    private static List<string> Cases()
        => [.. File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Differential", "cases.txt"))
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static text => text.Trim('\n'))
            .Where(static text => text.Length > 0 && !text.StartsWith("# One", StringComparison.Ordinal))];
}

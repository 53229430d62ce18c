using System.Text.RegularExpressions;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary>The commands of docs/getting-started.md do what the page says.</summary>
public sealed partial class GettingStartedTests
{
    [Fact]
    public void Every_command_of_the_page_succeeds_in_the_order_of_the_page()
    {
        using LiveDaemon daemon = LiveDaemon.NotYet();
        string page = File.ReadAllText(Repository.PathOf("docs", "getting-started.md"));
        string[] blocks = [.. Block().Matches(page).Select(static block => block.Groups[1].Value)];
        Assert.True(blocks.Length >= 6, "the page has lost its commands");
        string programs = Path.Join(daemon.Folder, "bin");
        Directory.CreateDirectory(programs);
        File.CreateSymbolicLink(Path.Join(programs, "helios"), Programs.Helios);
        string script = $"set -eu\nPATH='{programs}':$PATH\ncd '{daemon.Folder}'\n{string.Join('\n', blocks)}";
        CommandResult result = daemon.Run("/bin/bash", "-c", script);
        Assert.True(result.Code == 0, $"exit code {result.Code}\n{result.Output}\n{result.Error}");
        foreach (string expected in (string[])["changed\n", "within limits\n", "web\n", "serving\n", "inside\n", "worker-2"])
        {
            Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

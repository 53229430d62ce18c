using System.Text.RegularExpressions;
using Helios.Support;

namespace Helios.Cli.Tests;

/// <summary>The manual and the program say the same: each page of docs/cli holds the help of its verbs. HELIOS_UPDATE_GOLDEN=1 writes it there.</summary>
public sealed partial class ManualTests
{
    public static TheoryData<string> Pages => [.. Directory.GetFiles(Repository.PathOf("docs/cli"), "*.md").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_the_help_of_its_verbs_as_it_is(string page)
    {
        string path = Path.Join(Repository.PathOf("docs/cli"), page);
        string text = File.ReadAllText(path);
        string expected = Block().Replace(text, static match => $"<!-- help {match.Groups[1].Value} -->\n```\n{Help(match.Groups[1].Value)}```\n<!-- end -->");
        Assert.NotEqual("", Block().Match(text).Value);
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, expected);
        }
        else
        {
            Assert.Equal(expected, text);
        }
    }

    [Fact]
    public void Every_verb_is_on_a_page()
    {
        string all = string.Concat(Directory.GetFiles(Repository.PathOf("docs/cli"), "*.md").Select(File.ReadAllText));
        string[] aliases = ["list", "state", "delete", "apply"];
        Assert.Empty(VerbTable.Names.Except(aliases).Where(name => !all.Contains($"<!-- help {name} -->", StringComparison.Ordinal)));
        Assert.All(aliases, name => Assert.Contains($"`helios {name}`", all, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_links_every_page()
    {
        string index = File.ReadAllText(Repository.PathOf("docs/README.md"));
        Assert.Empty(Directory.GetFiles(Repository.PathOf("docs/cli"), "*.md").Select(static path => $"cli/{Path.GetFileName(path)}").Where(page => !index.Contains(page, StringComparison.Ordinal)));
    }

    private static string Help(string verb)
    {
        using StringWriter text = new();
        HelpPage.Write(VerbTable.Make(verb), text);
        return text.ToString();
    }

    [GeneratedRegex("<!-- help ([a-z-]+) -->.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Block();
}

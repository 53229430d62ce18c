using System.Text.RegularExpressions;
using Helios.Support;

namespace Helios.Architecture.Tests;

/// <summary>Rules that are seen in the text of the sources.</summary>
public sealed partial class SourceRuleTests
{
    [Fact]
    public void Only_Linux_imports_the_C_library()
        => Assert.Empty(Sources("src")
            .Where(static source => !source.Name.StartsWith("src/Linux/", StringComparison.Ordinal))
            .Where(static source => Import().IsMatch(source.Text))
            .Select(static source => source.Name));

    // Helios.Linux.Reason has words for them; see docs/native.md. A FormatException is thrown by what reads a value, in its own words.
    [Fact]
    public void Nobody_shows_the_message_of_an_exception_that_the_framework_may_have_thrown()
    {
        List<string> shown = [];
        foreach ((string name, string text) in Sources("src").Where(static source => source.Name.EndsWith(".cs", StringComparison.Ordinal)))
        {
            foreach (Match handler in Handler().Matches(text))
            {
                string types = handler.Groups["filter"].Success && FrameworkException().IsMatch(handler.Groups["filter"].Value) ? handler.Groups["filter"].Value
                    : handler.Groups["filter"].Value.Contains("Exception", StringComparison.Ordinal) ? ""
                    : handler.Groups["type"].Value;
                if (FrameworkException().IsMatch(types) && Block(text, handler.Index + handler.Length - 1).Contains(handler.Groups["name"].Value + ".Message", StringComparison.Ordinal))
                {
                    shown.Add($"{name}: {handler.Value.Split('\n')[0]}");
                }
            }

            shown.AddRange(FailureShown().Matches(text).Select(match => $"{name}: {match.Value}"));
        }

        Assert.Empty(shown);

        static string Block(string text, int open)
        {
            int depth = 0;
            for (int i = open; i < text.Length; i++)
            {
                depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
                if (depth == 0)
                {
                    return text[open..i];
                }
            }

            return text[open..];
        }
    }

    [Fact]
    public void No_program_reads_its_own_prose()
        => Assert.Empty(Sources("src").SelectMany(static source => Prose().Matches(source.Text).Select(match => $"{source.Name}: {match.Value}")));

    [Fact]
    public void Permission_bits_are_octal()
        => Assert.Empty(Sources("src").SelectMany(static source => HexadecimalMode().Matches(source.Text).Select(match => $"{source.Name}: {match.Value}")));

    /// <summary>A limit is a row of the table and the file of its controller. Whoever needs all fields loops over the table.</summary>
    [Fact]
    public void There_is_one_list_of_the_fields_of_a_container()
    {
        string[] keys = ["limits.memory", "limits.swap", "cpu-weight", "io-weight", "oom-score-adj", "no-new-privileges", "supplementary-groups", "stop-grace", "stop-signal", "domainname", "unmasked"];
        Assert.Empty(Sources("src")
            .Where(static source => source.Name.EndsWith(".cs", StringComparison.Ordinal) && source.Name != "src/Contracts/Fields/ContainerFields.cs")
            .Select(source => (source.Name, Count: keys.Count(key => source.Text.Contains($"\"{key}\"", StringComparison.Ordinal) || source.Text.Contains($"\"limits.{key}\"", StringComparison.Ordinal))))
            .Where(static source => source.Count > 3)
            .Select(static source => $"{source.Name} names {source.Count} fields: loop over ContainerFields.Table"));
    }

    [Fact]
    public void No_source_has_a_region_or_an_unfinished_place()
        => Assert.Empty(Sources("src", "tests", "benchmarks")
            .Where(static source => !source.Name.EndsWith("SourceRuleTests.cs", StringComparison.Ordinal))
            .Where(static source => Unfinished().IsMatch(source.Text))
            .Select(static source => source.Name));

    [Fact]
    public void Nothing_committed_names_a_path_of_the_machine_it_was_written_on()
        => Assert.Empty(Sources("src", "tests", "benchmarks", "docs")
            .Where(static source => source.Text.Contains(Repository.Root + "/", StringComparison.Ordinal))
            .Select(static source => source.Name));

    [Fact]
    public void Links_in_the_manual_lead_somewhere()
    {
        List<string> broken = [];
        foreach ((string name, string text) in Sources("docs").Concat(TopLevelDocuments()).Where(static source => source.Name.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in MarkdownLink().Matches(text))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal))
                {
                    continue;
                }

                string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(name))!, target));
                if (!File.Exists(path) && !Directory.Exists(path))
                {
                    broken.Add($"{name}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    private static IEnumerable<(string Name, string Text)> TopLevelDocuments()
        => Directory.GetFiles(Repository.Root, "*.md").Select(static path => (Path.GetFileName(path), File.ReadAllText(path)));

    private static IEnumerable<(string Name, string Text)> Sources(params string[] folders)
        => folders.Select(static folder => Repository.PathOf(folder))
            .Where(Directory.Exists)
            .SelectMany(static folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Where(static path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal) || path.EndsWith(".sh", StringComparison.Ordinal))
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(static path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)));

    [GeneratedRegex("""(DllImport|LibraryImport)\("(libc|libc\.so\.6|c)"|NativeLibrary\.(Load|GetExport)""")]
    private static partial Regex Import();

    [GeneratedRegex("""catch \((?<type>[\w.]+) (?<name>\w+)\)(?: when \((?<filter>[^\n]*)\))?\s*\{""")]
    private static partial Regex Handler();

    [GeneratedRegex("""\b(IO|UnauthorizedAccess|Socket|Json|Argument|InvalidOperation|Overflow|DecoderFallback|OutOfMemory|ObjectDisposed)Exception\b|^Exception$""")]
    private static partial Regex FrameworkException();

    // The failure of a task, as it is turned into a message.
    [GeneratedRegex("""failure: (static )?(\w+) => [^;\n]*\b\2\.Message\b|\(Exception (\w+)\) => [^;\n]*\b\3\.Message\b""")]
    private static partial Regex FailureShown();

    [GeneratedRegex("""^\s*#region|NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b""", RegexOptions.Multiline)]
    private static partial Regex Unfinished();

    [GeneratedRegex("""\b(Message|Reason|Reasons|Detail|LastExit|Problem|Cause|Remedy)\b[!?]*\.(Split|Contains|StartsWith|EndsWith|IndexOf)\((?!'\\n'\))[^)]*\)""")]
    private static partial Regex Prose();

    [GeneratedRegex("""0x(1ED|1C0|180|1A4|1B6|1FF|3FF|1B0|1A0)\b""")]
    private static partial Regex HexadecimalMode();

    [GeneratedRegex("""\]\(([^)\s]+)\)""")]
    private static partial Regex MarkdownLink();
}

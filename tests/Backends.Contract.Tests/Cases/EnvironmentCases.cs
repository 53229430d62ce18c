using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>The environment is exactly what the specification says.</summary>
internal static class EnvironmentCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        Environment("a variable is passed", "hello"),
        Environment("an empty value is passed", ""),
        Environment("blanks are passed as they are", "two  words and a\ttab "),
        Environment("quotes and shell characters are passed as they are", "\"'`$HOME;|&<>()\\*?[a]"),
        Environment("percent signs and specifiers are passed as they are", "100% %n %i %% %h"),
        Environment("dollar signs and braces are passed as they are", "$HOME ${HOME} $$ $1"),
        Environment("newlines are passed as they are", "one\ntwo"),
        Environment("letters beyond ASCII are passed as they are", "Rosen blühen – 薔薇"),
        Environment("a value of 60,000 characters is passed", new string('x', 60_000)),
        new("nothing but the given variables is there", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Command("/bin/env"), static spec => spec with { Environment = [new("ONLY", "this")] });
            Assert.Equal("ONLY=this\n", outcome.Output);
        }),
        new("no environment is an empty one", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Command("/bin/env"), static spec => spec with { Environment = [] });
            Assert.Equal("", outcome.Output);
        }),
        ContractCase.Prints("the later of two equal names wins", "echo $WORD", "second", static spec => spec with { Environment = [new("WORD", "first"), new("PATH", "/bin"), new("WORD", "second")] }),
        new("a program without a slash is found in the container's own PATH", async run =>
            Assert.Equal("found\n", (await run.RunAsync(run.Command("echo", "found"))).Output)),
        new("PATH is searched in order", async run =>
        {
            run.Files.WriteProgram("tools/echo", "#!/bin/sh\necho mine\n"u8);
            Outcome outcome = await run.RunAsync(run.Command("echo", "found"), spec => spec with
            {
                Mounts = [new MountSpec.Bind { Source = run.Files.At("tools"), Target = "/mnt", ReadOnly = true }],
                Environment = [new("PATH", "/no/such:/mnt:/bin")],
            });
            Assert.Equal("mine\n", outcome.Output);
        }),
        new("arguments are passed as they are", async run =>
        {
            string[] words = ["two words", "", "$HOME", "%n", "a\\b", "'quoted'", "\"double\"", "*", "-p", "--", ";", "new\nline", "äöü"];
            Outcome outcome = await run.RunAsync(run.Command(["/bin/sh", "-c", "for word; do printf '<%s>' \"$word\"; done", "sh", .. words]));
            Assert.Equal(string.Concat(words.Select(static word => $"<{word}>")), outcome.Output);
        }),
        new("a thousand variables are passed", async run =>
        {
            IEnumerable<KeyValuePair<string, string>> variables = Enumerable.Range(0, 1000).Select(static number => KeyValuePair.Create($"WORD_{number}", $"{number}"));
            Outcome outcome = await run.RunAsync(run.Command("/bin/env"), spec => spec with { Environment = [.. variables] });
            Assert.Equal(variables.Select(static pair => $"{pair.Key}={pair.Value}").Order(), outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        }),
        new("five hundred arguments are passed", async run =>
        {
            string[] words = [.. Enumerable.Range(0, 500).Select(static number => $"word-{number}")];
            Assert.Equal("500\n", (await run.RunAsync(run.Command(["/bin/sh", "-c", "echo $#", "sh", .. words]))).Output);
        }),
    ];

    private static ContractCase Environment(string name, string value)
        => new(name, async run =>
        {
            ImmutableArray<KeyValuePair<string, string>> environment = [new("PATH", "/bin"), new("WORD", value)];
            Outcome outcome = await run.RunAsync(run.Shell("printf '<%s>' \"$WORD\""), spec => spec with { Environment = environment });
            Assert.Equal($"<{value}>", outcome.Output);
        });
}

using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Cli.Tests;

/// <summary>Reads command lines as <c>helios explain</c> does, on a machine of its own invention.</summary>
internal static class CommandLineReader
{
    internal static readonly HostFacts Host = new()
    {
        IsRoot = true,
        HostName = "machine",
        WorkingDirectory = "/work/here",
        Environment = new Dictionary<string, string> { ["TERM"] = "vt220", ["EDITOR"] = "ed", ["HOME"] = "/home/me" },
        FreshName = "0123456789ab",
    };

    internal static ContainerSpec Read(params string[] words) => ReadOn(Host, words);

    internal static ContainerSpec ReadOn(HostFacts host, params string[] words)
    {
        ContainerOptions container = new();
        TestVerb verb = new(container);
        SplitArguments split = new ArgumentSplitter(verb.CliOptions, stopsAtFirstWord: true).Split(words);
        return new SpecReader(container, OptionValues.Parse(verb, split.Options), host).Read(split.Rest);
    }

    internal static (int Code, string Output, string Error) Invoke(params string[] words)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Program.Invoke(words, new CliConsole(() => output, () => error));
        return (code, output.ToString(), error.ToString());
    }

    private sealed class TestVerb : Verb
    {
        internal TestVerb(ContainerOptions container)
            : base("test", "Reads")
            => Add(container.All);

        internal override string Usage => "";

        internal override ImmutableArray<Example> Examples => [];

        internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console) => 0;
    }
}

using System.Collections.Immutable;

namespace Helios.Cli;

/// <summary><c>helios doctor</c>: what this host allows, found out by trying, and the fix for each lack.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly CliOption _format = new("--format", ValueKind.Word, "How to print the findings: text (default) or json")
    {
        Words = ["text", "json"],
        Section = "Output",
    };

    internal DoctorVerb()
        : base("doctor", "Tries what this machine allows and names the fix for each lack")
        => Add([_format]);

    /// <inheritdoc/>
    internal override string Usage => "[--format text|json]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios doctor", "everything that run, its limits and its backends need; exit code 1 when 'run' cannot work"),
        new("helios doctor --format json", "the same for a program to read"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (rest is [string word, ..])
        {
            throw new CliException($"'{word}': this verb takes no arguments");
        }

        bool json = options.Word(_format) == "json";
        using ProbeChild child = new();
        DoctorReport report = DoctorReport.Make(HostLine.Read(), DoctorProbes.All(child));
        console.Output.Write(json ? report.ToJson() : report.ToString());
        return report.RunWorks ? 0 : 1;
    }
}

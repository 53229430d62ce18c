using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios inspect</c>, also <c>state</c>: everything about containers, as JSON.</summary>
internal sealed class InspectVerb : DaemonVerb
{
    private readonly CliOption _environment = new("--environment", ValueKind.Switch, "Show the values of the environment too");

    internal InspectVerb(string name = "inspect")
        : base(name, "Prints everything about containers as JSON")
        => AddWithSocket(_environment);

    /// <inheritdoc/>
    internal override string Usage => "[--environment] NAME...";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new($"helios {Name} web-1", "one object"),
        new($"helios {Name} web-1 web-2", "an array of them"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        string[] documents = [.. Names(rest).Select(name => daemon.Ask<Reply.Document>(new Request.Inspect(name) { Environment = options.IsOn(_environment) }).Json)];
        console.Output.Write(documents is [string one] ? one + "\n" : $"[\n{string.Join(",\n", documents)}\n]\n");
        return 0;
    }
}

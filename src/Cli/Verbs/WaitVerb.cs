using System.Collections.Immutable;
using System.Globalization;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios wait</c>: waits for containers and prints their exit codes.</summary>
internal sealed class WaitVerb : DaemonVerb
{
    private static readonly string[] s_conditions = ["exit", "down", "running", "ready", "healthy"];

    private readonly CliOption _for = new("--for", ValueKind.Word, "What to wait for: exit (default), down (no restart to come), running, ready, healthy")
    {
        Words = s_conditions,
    };

    internal WaitVerb()
        : base("wait", "Waits until containers end, and prints their exit codes")
        => AddWithSocket(_for);

    /// <inheritdoc/>
    internal override string Usage => "[--for CONDITION] NAME...";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios wait job", "prints the exit code when it has ended"),
        new("helios wait --for healthy web-1 && curl localhost", "goes on when it is healthy"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        WaitCondition condition = (WaitCondition)Array.IndexOf(s_conditions, options.Word(_for) ?? "exit");
        foreach (string name in Names(rest))
        {
            if (daemon.Ask<Reply>(new Request.Wait(name, condition)) is Reply.Ended ended)
            {
                console.Output.Write(string.Create(CultureInfo.InvariantCulture, $"{ended.Code}\n"));
                console.Flush();
            }
        }

        return 0;
    }
}

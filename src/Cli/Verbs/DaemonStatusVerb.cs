using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios daemon</c>: how the daemon itself fares, and its end.</summary>
internal sealed class DaemonStatusVerb : DaemonVerb
{
    private readonly CliOption _format = RowWriter.FormatOption();

    internal DaemonStatusVerb()
        : base("daemon", "Shows the daemon, starts it, stops everything and ends it, or has it forget what is down")
        => AddWithSocket(_format);

    /// <inheritdoc/>
    internal override string Usage => "status|start|stop|forget";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Words => ["status", "start", "stop", "forget"];

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios daemon status", "version, process, memory, containers"),
        new("helios daemon stop", "stops all containers in order, then the daemon leaves"),
        new("helios daemon forget", "containers that are down, their history and the fleet of which nothing is up"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        switch (rest)
        {
            case [] or ["status"]:
                Show(daemon, options, console);
                return 0;
            case ["start"]:
                if (daemon.TryOpen() is null)
                {
                    DaemonStarter.Start(daemon.Socket);
                }

                return 0;
            case ["stop"]:
                daemon.TryOpen()?.Ask<Reply.Stopped>(new Request.ShutDown());
                return 0;
            case ["forget"]:
                return Forget(daemon, console);
            default:
                throw new CliException($"'{rest[^1]}' is not one of {string.Join(", ", Words)}");
        }
    }

    // Without a daemon everything is down. Only heliosd knows its own records.
    private static int Forget(DaemonSession daemon, CliConsole console)
    {
        if (daemon.TryOpen() is not { } client)
        {
            return DaemonStarter.Forget(daemon.Socket);
        }

        foreach (string name in client.Ask<Reply.Forgotten>(new Request.Forget()).Names)
        {
            console.Output.WriteLine(name);
        }

        return 0;
    }

    private void Show(DaemonSession daemon, OptionValues options, CliConsole console)
    {
        Reply.Daemon facts = daemon.Ask<Reply.Daemon>(new Request.GetDaemon());
        string age = Ages.Of(TimeProvider.System.GetUtcNow() - facts.Started);
        string memory = new ByteSize(facts.ResidentBytes).ToString();
        Row row = new(
            [facts.Version, $"{facts.ProcessId}", age, $"{facts.ContainerCount}", memory, $"{facts.Connections}", facts.Config ?? "-", daemon.Socket],
            [
                new("version", facts.Version), new("pid", facts.ProcessId), new("started", facts.Started), new("containers", facts.ContainerCount),
                new("resident-bytes", facts.ResidentBytes), new("heap-bytes", facts.HeapBytes), new("connections", facts.Connections),
                new("config", facts.Config), new("socket", daemon.Socket),
            ]);
        new RowWriter(options.Last(_format), quiet: false).Write(console.Output, ["VERSION", "PID", "UP", "CONTAINERS", "MEMORY", "CLIENTS", "CONFIG", "SOCKET"], [row]);
    }
}

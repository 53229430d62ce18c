using Helios.Contracts;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios run -d</c>: the daemon keeps the container, this command only asks for it.</summary>
internal sealed class DetachedRun
{
    internal readonly CliOption Detach = new("--detach", ValueKind.Switch, "Let the daemon run it in the background, and print its name", "-d") { Section = "Container" };

    internal readonly CliOption Restart = new("--restart", ValueKind.Text, "With -d: when it is started again: no (default), on-failure[:N], always, unless-stopped")
    {
        ValueName = "POLICY",
        Section = "Container",
    };

    internal readonly CliOption Socket = new("--socket", ValueKind.File, "With -d: control socket of the daemon") { ValueName = "PATH", Section = "Container" };

    /// <summary>The options.</summary>
    internal IEnumerable<CliOption> All => [Detach, Restart, Socket];

    /// <summary>Asks the daemon, starting one when none runs.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="backend">What it runs on; null is the daemon's default.</param>
    /// <param name="remove">Whether it is forgotten when it ends.</param>
    /// <param name="openInput">Whether its input waits for an attachment.</param>
    /// <param name="options">The command line.</param>
    /// <param name="console">Where the name goes.</param>
    internal int Execute(ContainerSpec spec, string? backend, bool remove, bool openInput, OptionValues options, CliConsole console)
    {
        FaultText.ThrowIfAny(spec.Faults());
        using DaemonSession daemon = new(options.Last(Socket), starts: true);
        return DaemonSession.Translated(() =>
        {
            Request.Run run = new() { Spec = spec, Backend = backend, Restart = options.Last(Restart), Remove = remove, OpenInput = openInput, Size = HostTerminal.Size() };
            console.Output.Write($"{daemon.Ask<Reply.Container>(run).Line.Name}\n");
            return 0;
        });
    }
}

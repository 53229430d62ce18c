using System.Collections.Immutable;

namespace Helios.Cli;

/// <summary>A verb that asks the daemon.</summary>
internal abstract class DaemonVerb : Verb
{
    private readonly CliOption _socket = new("--socket", ValueKind.File, "Control socket of the daemon (HELIOS_SOCKET, or your own daemon's)")
    {
        ValueName = "PATH",
        Section = "Other",
    };

    /// <param name="name">The word after <c>helios</c>.</param>
    /// <param name="summary">What it does, in one clause.</param>
    protected DaemonVerb(string name, string summary)
        : base(name, summary)
    {
    }

    /// <summary>Whether a daemon is started when none runs.</summary>
    protected virtual bool StartsDaemon => false;

    /// <inheritdoc/>
    internal sealed override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        using DaemonSession daemon = new(options.Last(_socket), StartsDaemon, console.Error);
        return DaemonSession.Translated(() => Run(daemon, options, rest, console));
    }

    /// <summary>Does it.</summary>
    protected abstract int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console);

    /// <summary>Adds options, in the order of help, and those that every such verb has after them.</summary>
    protected void AddWithSocket(params IEnumerable<CliOption> options) => Add([.. options, _socket]);

    /// <summary>The one name that was given.</summary>
    protected static string OneName(ImmutableArray<string> rest)
        => rest is [string name] ? name : throw new CliException(rest.IsEmpty ? "name a container (helios ps -a lists them)" : $"'{rest[1]}': one container only");

    /// <summary>At least one name.</summary>
    protected static ImmutableArray<string> Names(ImmutableArray<string> rest)
        => rest.IsEmpty ? throw new CliException("name a container (helios ps -a lists them)") : rest;

    /// <summary>Refuses arguments.</summary>
    protected static void NoArguments(ImmutableArray<string> rest)
    {
        if (rest is [string word, ..])
        {
            throw new CliException($"'{word}': this verb takes no arguments");
        }
    }
}

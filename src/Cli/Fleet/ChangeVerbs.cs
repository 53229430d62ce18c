using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Control;

namespace Helios.Cli;

/// <summary>A verb that does one thing to each container named.</summary>
internal abstract class ContainerChangeVerb : DaemonVerb
{
    private readonly CliOption _all = new("--all", ValueKind.Switch, "Every container", "-a");
    private readonly CliOption _quiet = new("--quiet", ValueKind.Switch, "Do not print the names of what was done", "-q") { Section = "Output" };
    private readonly ChangeVerb _change;
    private readonly CliOption? _own;
    private readonly Complete? _complete;

    /// <param name="name">The word after <c>helios</c>.</param>
    /// <param name="summary">What it does, in one clause.</param>
    /// <param name="change">What the daemon is asked.</param>
    /// <param name="own">The verb's own option.</param>
    /// <param name="complete">Puts its value into the request.</param>
    protected ContainerChangeVerb(string name, string summary, ChangeVerb change, CliOption? own = null, Complete? complete = null)
        : base(name, summary)
    {
        (_change, _own, _complete) = (change, own, complete);
        AddWithSocket(own is null ? [_all, _quiet] : [own, _all, _quiet]);
    }

    /// <summary>Puts the value of a verb's own option into the request.</summary>
    protected delegate Request.Change Complete(Request.Change change, OptionValues options, CliOption own);

    /// <inheritdoc/>
    internal override string Usage => "[options] NAME...";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new($"helios {Name} web-1", Description!.ToLowerInvariant())];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        ImmutableArray<string> names = options.IsOn(_all)
            ? [.. daemon.Ask<Reply.Containers>(new Request.List(All: true)).Lines.Select(static line => line.Name)]
            : Names(rest);
        int code = 0;
        Request.Change template = new("", _change);
        template = _own is null ? template : _complete!(template, options, _own);
        foreach (string name in names)
        {
            try
            {
                daemon.Ask<Reply>(template with { Name = name });
                if (!options.IsOn(_quiet))
                {
                    console.Output.Write($"{name}\n");
                }
            }
            catch (ControlException refused)
            {
                // The others still get their turn, as in podman.
                console.Error.Write($"helios {Name}: {refused.Message}\n");
                code = CliException.OwnError;
            }
        }

        return code;
    }

    /// <summary>How long a container may take to end, and how it is put into the request.</summary>
    protected static CliOption GraceOption() => new("--time", ValueKind.Text, "Seconds it may take to end before it is killed", "-t") { ValueName = "SECONDS" };

    /// <inheritdoc cref="GraceOption"/>
    protected static Request.Change WithGrace(Request.Change change, OptionValues options, CliOption time) => change with { Grace = options.Value(time, SecondsText.Parse) };
}

/// <summary><c>helios start</c>.</summary>
internal sealed class StartVerb() : ContainerChangeVerb("start", "Starts containers that are down", ChangeVerb.Start);

/// <summary><c>helios pause</c>.</summary>
internal sealed class PauseVerb() : ContainerChangeVerb("pause", "Freezes containers where they stand", ChangeVerb.Pause);

/// <summary><c>helios resume</c>.</summary>
internal sealed class ResumeVerb() : ContainerChangeVerb("resume", "Lets frozen containers go on", ChangeVerb.Resume);

/// <summary><c>helios stop</c>.</summary>
internal sealed class StopVerb() : ContainerChangeVerb("stop", "Stops containers and leaves them down", ChangeVerb.Stop, GraceOption(), WithGrace);

/// <summary><c>helios restart</c>.</summary>
internal sealed class RestartVerb() : ContainerChangeVerb("restart", "Stops containers that are up, and starts them", ChangeVerb.Restart, GraceOption(), WithGrace);

/// <summary><c>helios kill</c>.</summary>
internal sealed class KillVerb() : ContainerChangeVerb(
    "kill", "Sends a signal to containers", ChangeVerb.Kill,
    new("--signal", ValueKind.Text, "Which signal (KILL, which goes to every process of the container)", "-s") { ValueName = "SIGNAL" },
    static (change, options, signal) => change with { Signal = (options.Value(signal, Signal.Parse) ?? Signal.Kill).Number });

/// <summary><c>helios rm</c>, also <c>delete</c>.</summary>
internal sealed class RemoveVerb(string name = "rm") : ContainerChangeVerb(
    name, "Forgets containers that are down", ChangeVerb.Remove,
    new("--force", ValueKind.Switch, "Kill it first if it is up", "-f"),
    static (change, options, force) => change with { Force = options.IsOn(force) });

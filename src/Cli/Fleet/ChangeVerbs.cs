using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;
using Helios.Control;

namespace Helios.Cli;

/// <summary>A verb that does one thing to each container named.</summary>
internal abstract class ContainerChangeVerb : DaemonVerb
{
    private readonly CliOption _all = new("--all", ValueKind.Switch, "Every container", "-a");
    private readonly CliOption _quiet = new("--quiet", ValueKind.Switch, "Do not print the names of what was done", "-q") { Section = "Output" };
    private readonly ChangeVerb _change;

    /// <param name="name">The word after <c>helios</c>.</param>
    /// <param name="summary">What it does, in one clause.</param>
    /// <param name="change">What the daemon is asked.</param>
    /// <param name="options">Further options.</param>
    protected ContainerChangeVerb(string name, string summary, ChangeVerb change, params CliOption[] options)
        : base(name, summary)
    {
        _change = change;
        AddWithSocket([.. options, _all, _quiet]);
    }

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
        foreach (string name in names)
        {
            try
            {
                daemon.Ask<Reply>(Complete(new Request.Change(name, _change), options));
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

    /// <summary>Puts the verb's own options into the request.</summary>
    protected virtual Request.Change Complete(Request.Change change, OptionValues options) => change;

    /// <summary>A number of seconds.</summary>
    protected static TimeSpan Seconds(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"'{text}' is not a number of seconds");
}

/// <summary><c>helios start</c>.</summary>
internal sealed class StartVerb() : ContainerChangeVerb("start", "Starts containers that are down", ChangeVerb.Start);

/// <summary><c>helios pause</c>.</summary>
internal sealed class PauseVerb() : ContainerChangeVerb("pause", "Freezes containers where they stand", ChangeVerb.Pause);

/// <summary><c>helios resume</c>.</summary>
internal sealed class ResumeVerb() : ContainerChangeVerb("resume", "Lets frozen containers go on", ChangeVerb.Resume);

/// <summary><c>helios stop</c>.</summary>
internal sealed class StopVerb : ContainerChangeVerb
{
    private readonly CliOption _time;

    internal StopVerb()
        : this(new("--time", ValueKind.Text, "Seconds it may take to end before it is killed", "-t") { ValueName = "SECONDS" })
    {
    }

    private StopVerb(CliOption time)
        : base("stop", "Stops containers and leaves them down", ChangeVerb.Stop, time)
        => _time = time;

    /// <inheritdoc/>
    protected override Request.Change Complete(Request.Change change, OptionValues options) => change with { Grace = options.Value(_time, Seconds) };
}

/// <summary><c>helios restart</c>.</summary>
internal sealed class RestartVerb : ContainerChangeVerb
{
    private readonly CliOption _time;

    internal RestartVerb()
        : this(new("--time", ValueKind.Text, "Seconds it may take to end before it is killed", "-t") { ValueName = "SECONDS" })
    {
    }

    private RestartVerb(CliOption time)
        : base("restart", "Stops containers that are up, and starts them", ChangeVerb.Restart, time)
        => _time = time;

    /// <inheritdoc/>
    protected override Request.Change Complete(Request.Change change, OptionValues options) => change with { Grace = options.Value(_time, Seconds) };
}

/// <summary><c>helios kill</c>.</summary>
internal sealed class KillVerb : ContainerChangeVerb
{
    private readonly CliOption _signal;

    internal KillVerb()
        : this(new("--signal", ValueKind.Text, "Which signal (KILL, which goes to every process of the container)", "-s") { ValueName = "SIGNAL" })
    {
    }

    private KillVerb(CliOption signal)
        : base("kill", "Sends a signal to containers", ChangeVerb.Kill, signal)
        => _signal = signal;

    /// <inheritdoc/>
    protected override Request.Change Complete(Request.Change change, OptionValues options)
        => change with { Signal = (options.Value(_signal, Signal.Parse) ?? Signal.Kill).Number };
}

/// <summary><c>helios rm</c>, also <c>delete</c>.</summary>
internal sealed class RemoveVerb : ContainerChangeVerb
{
    private readonly CliOption _force;

    internal RemoveVerb(string name = "rm")
        : this(name, new("--force", ValueKind.Switch, "Kill it first if it is up", "-f"))
    {
    }

    private RemoveVerb(string name, CliOption force)
        : base(name, "Forgets containers that are down", ChangeVerb.Remove, force)
        => _force = force;

    /// <inheritdoc/>
    protected override Request.Change Complete(Request.Change change, OptionValues options) => change with { Force = options.IsOn(_force) };
}

using System.Collections.Immutable;
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

using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary><c>helios run</c>: a command in a container, in the foreground.</summary>
internal sealed class RunVerb : Verb
{
    private readonly ContainerOptions _container = new();
    private readonly DetachedRun _detached = new();

    internal RunVerb()
        : base("run", "Runs a command in a new container and returns its exit code")
        => Add([.. _detached.All, .. _container.All]);

    /// <inheritdoc/>
    internal override string Usage => "[options] [--] CMD [ARG...]";

    /// <inheritdoc/>
    internal override bool TakesCommand => true;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios run -- ls -l /", "on a copy-on-write view of this machine's root"),
        new("helios run -it bash", "a shell with a terminal of its own"),
        new("helios run -d --restart on-failure --name web ./server", "in the background, looked after by the daemon"),
        new("helios run --memory 64M --cpus 0.5 --pids-limit 20 ./job", "under limits of the kernel's control groups"),
        new("helios run --root ./rootfs --read-only -v ./data:/data:ro /bin/sh -c 'ls /data'", "on another root, with a directory of the host"),
        new("helios run --root void -v /usr:/usr:ro -v /lib64:/lib64:ro /usr/bin/env", "on an empty root that holds only what is listed"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        ContainerSpec spec = new SpecReader(_container, options, HostFacts.Read()).Read(rest);
        if (options.IsOn(_detached.Detach))
        {
            return _detached.Execute(spec, options.Word(_container.Backend), options.IsOn(_container.Remove), options.IsOn(_container.Interactive), options, console);
        }

        return BackendChoice.With(options.Word(_container.Backend), backend => ForegroundRun.Execute(backend, spec, console));
    }
}

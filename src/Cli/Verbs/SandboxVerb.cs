using System.Collections.Immutable;
using Helios.Backends.SystemdRun;
using Helios.Backends.SystemdRun.Sandboxes;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios sandbox</c>: a shell in a root that vanishes with it. Rustainer's command line.</summary>
internal sealed class SandboxVerb : Verb
{
    // A shell takes a hang-up as a request to end; one that does not is killed.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly CliOption _directory = new("--dir", ValueKind.Directory, "Directory of the sandbox, made for it and removed with it (./container)", "-d")
    {
        ValueName = "DIR",
        Section = "Sandbox",
    };

    private readonly CliOption _processors = new("--cpuset-cpus", ValueKind.Text, "Processors it may run on, such as 1,2 or 0-3; all unless given", "-c")
    {
        ValueName = "LIST",
        Section = "Sandbox",
    };

    private readonly CliOption _memory = new("--memory", ValueKind.Text, "Memory limit, e.g. 512M or 1.5G (default: none)", "-m")
    {
        ValueName = "SIZE",
        Section = "Sandbox",
    };

    private readonly CliOption _backend = new("--backend", ValueKind.Word, "What isolates it: systemd-run (default), or namespaces, which needs no systemd")
    {
        Words = BackendChoice.Names,
        Section = "Sandbox",
    };

    internal SandboxVerb()
        : base("sandbox", "Opens a shell in a root that vanishes with it")
        => Add([_directory, _processors, _memory, _backend]);

    /// <inheritdoc/>
    internal override string Usage => "[options] [[--] CMD [ARG...]]";

    /// <inheritdoc/>
    internal override bool TakesCommand => true;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios sandbox -d ./try -c 1,2 -m 512M", "a shell on two processors with 512 MiB; everything it writes is gone after 'exit'"),
        new("helios sandbox -d ./try -- make test", "a command instead of a shell; its exit code is the sandbox's"),
        new("helios sandbox --backend namespaces -d ./try", "the same where systemd does not run"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        SandboxOptions settings;
        try
        {
            settings = SandboxOptions.Parse(options.Last(_directory), options.Last(_processors), options.Last(_memory), Path.GetFullPath("."));
        }
        catch (FormatException format)
        {
            throw new CliException(format.Message);
        }

        string name = options.Word(_backend) ?? SystemdRunBackend.BackendName;
        return BackendChoice.With(name, backend => backend.Capabilities.WhyNothing is { } reason
            ? throw new CliException($"the {name} backend cannot run here: {reason} (--backend namespaces opens the same sandbox without systemd)")
            : Execute(backend, settings, rest, console));
    }

    private static int Execute(IIsolationBackend backend, SandboxOptions settings, ImmutableArray<string> command, CliConsole console)
    {
        SandboxRegistry registry = SandboxRegistry.Default;
        try
        {
            // First the containers of killed sandboxes, then the directories that were mounted in them.
            backend.Sweep();
            registry.Sweep();
            using Sandbox sandbox = Sandbox.Create(settings, registry, ContainerId.Parse("sandbox-" + Guid.NewGuid().ToString("N")[..12]));
            using FileFd input = FileFd.Borrow(0);
            bool terminal = Terminal.Is(input);
            ContainerSpec spec = sandbox.Spec(command.IsEmpty ? Shell(terminal) : command, terminal);
            FaultText.ThrowIfAny(backend.Validate(spec));
            console.Output.Write(sandbox.Greeting);
            console.Output.Flush();
            return ForegroundRun.Execute(backend, spec, console, new ForegroundOptions { Started = container => sandbox.ShowRoot(container.ProcessId), EndWithin = s_grace });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(Reason.At(settings.Directory, failure));
        }
    }

    // What is not typed is a script.
    private static ImmutableArray<string> Shell(bool terminal)
        => [File.Exists("/bin/bash") ? "/bin/bash" : "/bin/sh", .. terminal ? ["-i"] : (string[])[]];
}

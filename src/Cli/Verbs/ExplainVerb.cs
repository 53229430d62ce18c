using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary><c>helios explain</c>: what <c>run</c> would do, step by step, without doing it. Needs no privilege.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly ContainerOptions _container = new();

    private readonly CliOption _format = new("--format", ValueKind.Word, "How to print the plan: text (default) or json")
    {
        Words = ["text", "json"],
        Section = "Output",
    };

    private readonly CliOption _syscalls = new("--syscalls", ValueKind.Switch, "Print the system calls of the new process instead of the plan")
    {
        Section = "Output",
    };

    internal ExplainVerb()
        : base("explain", "Prints what 'run' would do, step by step, without doing it")
        => Add([.. _container.All, _format, _syscalls]);

    /// <inheritdoc/>
    internal override string Usage => "[options] [--] CMD [ARG...]";

    /// <inheritdoc/>
    internal override bool TakesCommand => true;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios explain -- sh", "the steps from this machine to a shell in a container"),
        new("helios explain --memory 64M --format json -- ./job", "the same for a program to read"),
        new("helios explain --syscalls --root void -v /usr:/usr:ro -- /usr/bin/true", "every system call of the new process"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        bool json = options.Word(_format) == "json";
        ContainerSpec spec = new SpecReader(_container, options, HostFacts.Read()).Read(rest);
        FaultText.ThrowIfAny(spec.Faults());
        bool syscalls = options.IsOn(_syscalls);
        try
        {
            return BackendChoice.With(options.Word(_container.Backend), backend =>
            {
                console.Output.Write(Text(backend, spec, syscalls, json));
                return 0;
            });
        }
        catch (BackendException failure)
        {
            throw FaultText.Refusal(failure);
        }
    }

    private static string Text(IIsolationBackend backend, ContainerSpec spec, bool syscalls, bool json)
        => syscalls ? BackendChoice.Syscalls(backend, spec) : json ? Json(backend.Plan(spec)) : backend.Plan(spec).ToString();

    /// <summary>The plan as indented JSON with a line end.</summary>
    internal static string Json(LaunchPlan plan)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Indented = true }))
        {
            plan.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length) + "\n";
    }
}

using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Helios.Cli;

/// <summary><c>helios version</c>: what is running, on what.</summary>
internal sealed class VersionVerb : Verb
{
    internal VersionVerb()
        : base("version", "Shows the version of Helios and of the runtime under it")
        => Add([]);

    /// <inheritdoc/>
    internal override string Usage => "";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new("helios version", "the version, the .NET runtime and the architecture")];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (rest is [string word, ..])
        {
            throw new CliException($"'{word}': this verb takes no arguments");
        }

        Assembly assembly = typeof(VersionVerb).Assembly;
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        console.Output.Write($"helios {version}\n{RuntimeInformation.FrameworkDescription} {RuntimeInformation.RuntimeIdentifier}\n");
        return 0;
    }
}

using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>The <c>environment</c> of an entrypoint of clone_shim: what its void holds.</summary>
/// <param name="HostName">Its host name; null when it did not say.</param>
/// <param name="DomainName">Its domain name; null when it did not say.</param>
/// <param name="Mounts">The files it sees, parents first.</param>
internal sealed record VoidEnvironment(HoconValue? HostName, HoconValue? DomainName, ImmutableArray<HoconValue> Mounts)
{
    /// <param name="entrypoint">The entrypoint.</param>
    /// <param name="file">The specification's path: relative paths start at its directory.</param>
    /// <param name="hasInput">Whether there is a standard input to share.</param>
    internal static VoidEnvironment Read(Section entrypoint, string file, bool hasInput)
    {
        HoconValue? hostName = null;
        HoconValue? domainName = null;
        List<(string Target, HoconValue Mount)> mounts = [];
        HoconValue? list = entrypoint.Value("environment");
        if (list is not null and not HoconArray)
        {
            entrypoint.Fault("environment", list, "must be a list");
        }

        foreach (HoconValue item in (IEnumerable<HoconValue>?)(list as HoconArray) ?? [])
        {
            (string kind, HoconValue? content) = VoidSpecificationReader.VariantOf(item);
            switch (kind)
            {
                case "Hostname":
                    hostName = content;
                    break;
                case "DomainName":
                    domainName = content;
                    break;
                case "Filesystem" when content is HoconObject block && entrypoint.Item("environment", block) is { } section:
                    if (Filesystem(section, block, file) is { } mount)
                    {
                        mounts.Add(mount);
                    }

                    break;

                // Every container has a proc of its own, and what it writes is kept in its log: there is nothing to ask for.
                case "Procfs" or "Stdout" or "Stderr":
                case "Stdin" when hasInput:
                    break;
                case "Stdin":
                    entrypoint.Fault("environment", item, "Stdin: nobody types into a container of a fleet; use 'helios run --config', or leave it away");
                    break;
                default:
                    entrypoint.Fault("environment", item, $"'{kind}' is no environment of clone_shim: Filesystem, Hostname, DomainName, Procfs, Stdin, Stdout, Stderr");
                    break;
            }
        }

        return new VoidEnvironment(hostName, domainName, [.. mounts.OrderBy(static mount => mount.Target.Count(static c => c == '/')).Select(static mount => mount.Mount)]);
    }

    /// <summary>A mount as a fleet file has it.</summary>
    internal static HoconObject Mount(string source, string target, bool readOnly, HoconOrigin origin) => HoconObject.Of(
        [
            new("source", HoconScalar.String(source, origin)),
            new("target", HoconScalar.String(target, origin)),
            new("read-only", HoconScalar.Boolean(readOnly, origin)),
        ],
        origin);

    private static (string Target, HoconValue Mount)? Filesystem(Section section, HoconObject block, string file)
    {
        string? source = section.Text("host_path");
        string? target = section.Text("environment_path");
        bool readOnly = section.Flag("read_only", true);
        section.RefuseTheRest();
        if (source is null || target is null)
        {
            section.Fault("", block, "Filesystem needs host_path and environment_path");
            return null;
        }

        return (target, Mount(ForeignForms.Beside(file, source), target, readOnly, block.Origin));
    }
}

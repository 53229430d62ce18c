using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Hocon;
using Helios.Fleets;

namespace Helios.Cli;

/// <summary>Reads the file of <c>run --config</c>: one container as another program's configuration describes it.</summary>
internal static class ConfiguredContainer
{
    /// <summary>Reads it.</summary>
    /// <param name="file">Its absolute path.</param>
    /// <param name="command">What follows the options: for a void specification its program and the program's arguments.</param>
    /// <param name="host">Where relative paths start.</param>
    /// <returns>The container, and whether it took the command for its own.</returns>
    /// <exception cref="CliException">It cannot be read, is a fleet, or describes more than one container.</exception>
    internal static (ContainerSpec Container, bool TakesCommand) Read(string file, ImmutableArray<string> command, HostFacts host)
    {
        try
        {
            HoconObject root = FleetEncoding.ReadFile(file);
            FleetForm form = ForeignForms.FormOf(root);
            if (form == FleetForm.Fleet)
            {
                throw new CliException($"{file}: this is a fleet file, which the daemon looks after: helios up --config {file}");
            }

            bool isVoid = form == FleetForm.VoidSpecification;
            (HoconObject fleet, ImmutableArray<FleetOverride> rest) = ForeignForms.ToFleet(root, form, file, isVoid ? Overrides(command, host) : [], hasInput: true);
            ImmutableArray<MemberSpec> members = FleetFile.Bind(fleet, rest).Fleet.Members;
            return members is [MemberSpec one]
                ? (one.Container, isVoid)
                : throw new CliException($"{file}: it has {members.Length} entrypoints, and 'run' runs one: helios up --config {file} --set binary=PATH");
        }
        catch (FleetFileException fault)
        {
            throw new CliException(string.Join("\n  ", fault.Lines));
        }
    }

    private static ImmutableArray<FleetOverride> Overrides(ImmutableArray<string> command, HostFacts host)
        => command.IsEmpty
            ? throw new CliException("--config: a void specification does not say which program it is for: name it after the options")
            :
            [
                new FleetOverride("binary", Path.GetFullPath(command[0], host.WorkingDirectory)),
                new FleetOverride("trailing", HoconJsonWriter.Write(HoconArray.Of(command.Skip(1).Select(static word => HoconScalar.String(word))), indented: false)),
            ];
}

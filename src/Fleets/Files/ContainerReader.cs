using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>Reads what a container is: the keys that become its <see cref="ContainerSpec"/>.</summary>
internal static class ContainerReader
{
    internal static ContainerSpec Read(Section section, ContainerId id)
        => FieldReader.Read(section, ContainerFields.Table, ContainerFields.Table.Defaults with { Id = id });
}

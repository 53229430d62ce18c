using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Recognizes configurations of other programs and says the same as a fleet. What has no counterpart is a fault, never left out.</summary>
public static class ForeignForms
{
    /// <summary>Which form values have, told by their keys.</summary>
    public static FleetForm FormOf(HoconObject root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.TryGetField("containers", out _) ? FleetForm.Fleet
            : root.TryGetField(VoidSpecificationReader.EntrypointsKey, out _) ? FleetForm.VoidSpecification
            : ContainerConfigReader.Keys.Any(key => root.TryGetField(key, out _)) ? FleetForm.ContainerConfig
            : FleetForm.Fleet;
    }

    /// <summary>The values as a fleet file would have them; a fleet file's own come back as they are.</summary>
    /// <param name="root">The values.</param>
    /// <param name="form">Their form.</param>
    /// <param name="name">The file's path: relative paths start at its directory, and a container without a name is named after it.</param>
    /// <param name="overrides">What was set over the file. <c>binary</c> and <c>trailing</c> of a void specification are taken from here.</param>
    /// <param name="hasInput">Whether somebody's standard input will be connected, as <c>helios run</c> does it.</param>
    /// <returns>The fleet, and the overrides that are left for it.</returns>
    /// <exception cref="FleetFileException">Something in it is wrong or has no counterpart.</exception>
    public static (HoconObject Fleet, ImmutableArray<FleetOverride> Overrides) ToFleet(
        HoconObject root, FleetForm form, string name, ImmutableArray<FleetOverride> overrides, bool hasInput = false)
    {
        ReadingNotes notes = new();
        (HoconObject Fleet, ImmutableArray<FleetOverride> Overrides) result = form switch
        {
            FleetForm.ContainerConfig => (new ContainerConfigReader(notes, name).Read(root), overrides),
            FleetForm.VoidSpecification => new VoidSpecificationReader(notes, name, hasInput).Read(root, overrides),
            _ => (root, overrides),
        };
        return notes.Faults.Count == 0 ? result : throw new FleetFileException([.. notes.Faults]);
    }

    /// <summary>A relative path of a file, from the directory of that file.</summary>
    internal static string Beside(string file, string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/");
}

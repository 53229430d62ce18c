using System.Buffers;
using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Reads fleet files: HOCON, JSON or MessagePack, and the configurations of the programs that Helios grew from.</summary>
public static class FleetFile
{
    /// <summary>Reads a file from disk, with its includes. Configurations of other programs are taken for the fleets they describe.</summary>
    /// <param name="source">Which, and what is put over it.</param>
    /// <param name="buffers">Where a MessagePack file is kept while it is read; null is the runtime's shared pool.</param>
    /// <exception cref="FleetFileException">It cannot be read, has none of the known formats, or does not describe a fleet.</exception>
    public static FleetDocument Load(FleetSource source, MemoryPool<byte>? buffers = null)
        => Load(FleetEncoding.ReadFile(source.Path, null, buffers), source.Path, source.Overrides);

    /// <summary>Reads a fleet from a text.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="name">What faults call it.</param>
    /// <param name="overrides">What is put over it.</param>
    /// <exception cref="FleetFileException">It is not HOCON, or does not describe a fleet.</exception>
    public static FleetDocument Parse(string text, string name, params ImmutableArray<FleetOverride> overrides)
    {
        try
        {
            return Load(HoconParser.Parse(text, name: name).Root, name, overrides);
        }
        catch (HoconException fault)
        {
            throw new FleetFileException(fault.Faults);
        }
    }

    /// <summary>Binds values that were read already.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    public static FleetDocument Bind(HoconObject root, params ImmutableArray<FleetOverride> overrides)
    {
        ReadingNotes notes = new();
        FleetDocument document = new FleetReader(notes).Read(Overridden(root, overrides, notes), root);
        return notes.Faults.Count == 0 ? document : throw new FleetFileException([.. notes.Faults]) { IsForbidden = notes.IsForbidden };
    }

    private static FleetDocument Load(HoconObject root, string name, ImmutableArray<FleetOverride> overrides)
    {
        (HoconObject fleet, ImmutableArray<FleetOverride> rest) = ForeignForms.ToFleet(root, ForeignForms.FormOf(root), name, overrides);
        FleetDocument document = Bind(fleet, rest);
        document.FormOverrides = [.. overrides.Except(rest)];
        return document;
    }

    private static HoconObject Overridden(HoconObject root, ImmutableArray<FleetOverride> overrides, ReadingNotes notes)
    {
        ImmutableArray<string> overridable = FleetReader.OverridableOf(root);
        foreach (FleetOverride one in overrides)
        {
            HoconOrigin place = HoconOrigin.Described($"--set {one}");
            try
            {
                HoconPath path = HoconPath.Parse(one.Path);
                if (OverrideRules.Allows(overridable, path))
                {
                    root = HoconParser.Parse($"{one.Path} = {one.Value}", name: $"--set {one}").Root.WithFallback(root);
                }
                else
                {
                    notes.IsForbidden = true;
                    notes.Faults.Add(new HoconFault(place, $"the fleet file does not declare {one.Path} overridable"));
                }
            }
            catch (HoconException fault)
            {
                notes.Faults.AddRange(fault.Faults);
            }
        }

        return root;
    }
}

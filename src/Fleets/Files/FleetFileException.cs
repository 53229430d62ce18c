using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>A fleet file cannot be used. Carries every fault that was found, each with its place.</summary>
public sealed class FleetFileException : FormatException
{
    /// <param name="faults">At least one.</param>
    public FleetFileException(ImmutableArray<HoconFault> faults)
        : base(string.Join('\n', faults.Select(static fault => $"{fault.Origin}: {fault.Message}")))
        => Faults = faults;

    /// <summary>Whether a value was given over a key that the file does not declare overridable.</summary>
    public bool IsForbidden { get; init; }

    /// <summary>What is wrong, in the order of the file's reading.</summary>
    public ImmutableArray<HoconFault> Faults { get; }

    /// <summary>One line for each fault: file, line, column, what.</summary>
    public ImmutableArray<string> Lines => [.. Faults.Select(static fault => $"{fault.Origin}: {fault.Message}")];
}

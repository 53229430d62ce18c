using System.Buffers;

namespace Helios.Contracts;

/// <summary>
/// What tells one use of Helios on a host from another: where its locks and sockets lie, and what its control groups and units are named after. There is
/// one by default; a second, such as a test run or another user's build, names itself by two variables, and neither sees the containers of the other.
/// </summary>
public static class Installation
{
    /// <summary>The variable with the directory of locks, private folders and the control socket.</summary>
    public const string StateVariable = "HELIOS_STATE_DIR";

    /// <summary>The variable with the name of the directory in each control group hierarchy, of the slice, and before each unit's name.</summary>
    public const string GroupVariable = "HELIOS_CGROUP";

    /// <summary>The name where none is chosen.</summary>
    public const string DefaultGroup = "helios";

    private const int MaxGroupLength = 32;
    private static readonly SearchValues<char> s_groupCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The chosen state directory; null is each part's own default.</summary>
    public static string? StateDirectory => Environment.GetEnvironmentVariable(StateVariable) is { Length: > 0 } chosen ? chosen : null;

    /// <summary>The name of its control groups and units.</summary>
    public static string Group => Environment.GetEnvironmentVariable(GroupVariable) is { Length: > 0 } chosen ? chosen : DefaultGroup;

    /// <summary>What is wrong with the variables, in one line; null when nothing is. Every program asks before it begins.</summary>
    public static string? Fault => FaultOf(StateDirectory, Group);

    internal static string? FaultOf(string? state, string group)
        => state is not null && !Path.IsPathFullyQualified(state) ? $"{StateVariable}: '{state}' is not an absolute path"
            : group.Length > MaxGroupLength || group.AsSpan().ContainsAnyExcept(s_groupCharacters)
                ? $"{GroupVariable}: '{group}' is not a name of at most {MaxGroupLength} characters of a-z, 0-9 and _ (a hyphen is a level in the name of a slice)"
            : null;
}

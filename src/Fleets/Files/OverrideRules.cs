using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Which keys of a fleet file may be set at run time. Pure.</summary>
public static class OverrideRules
{
    /// <summary>Whether a path is one of the declared ones or below one; <c>*</c> stands for one whole key.</summary>
    public static bool Allows(ImmutableArray<string> patterns, HoconPath path)
        => patterns.Any(pattern => Fits(HoconPath.Parse(pattern.Replace("*", "\"*\"", StringComparison.Ordinal)).Elements, path.Elements));

    private static bool Fits(ImmutableArray<string> pattern, ImmutableArray<string> path)
    {
        if (path.Length < pattern.Length)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != "*" && pattern[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }
}

namespace Helios.Forktop;

/// <summary>An environment. Equal ones are one object, so that a hundred thousand processes of a build do not hold a hundred thousand copies.</summary>
internal sealed class EnvironmentBlock
{
    internal static readonly EnvironmentBlock Empty = new([]);

    internal EnvironmentBlock(string[] entries) => Entries = entries;

    /// <summary>The entries as <c>NAME=VALUE</c>, in the order of the process.</summary>
    internal string[] Entries { get; }

    /// <summary>What differs from another one, in the order of names: <c>+NAME=VALUE</c> is new, <c>-NAME</c> gone, <c>~NAME=VALUE</c> changed.</summary>
    internal IEnumerable<string> DifferenceTo(EnvironmentBlock before)
    {
        if (ReferenceEquals(this, before))
        {
            yield break;
        }

        SortedDictionary<string, string> old = Sorted(before.Entries);
        SortedDictionary<string, string> now = Sorted(Entries);
        foreach (string name in now.Keys.Union(old.Keys).Order(StringComparer.Ordinal))
        {
            bool wasThere = old.TryGetValue(name, out string? oldValue);
            bool isThere = now.TryGetValue(name, out string? value);
            if (!wasThere)
            {
                yield return $"+{name}={value}";
            }
            else if (!isThere)
            {
                yield return $"-{name}";
            }
            else if (value != oldValue)
            {
                yield return $"~{name}={value}";
            }
        }
    }

    private static SortedDictionary<string, string> Sorted(string[] entries)
    {
        SortedDictionary<string, string> sorted = new(StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            sorted.TryAdd(equals < 0 ? entry : entry[..equals], equals < 0 ? "" : entry[(equals + 1)..]);
        }

        return sorted;
    }
}

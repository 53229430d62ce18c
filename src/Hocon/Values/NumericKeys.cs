using System.Globalization;

namespace Helios.Hocon;

/// <summary>Objects whose keys are numbers count as lists where a list is asked for: <c>{ "0": a, "1": b }</c>.</summary>
internal static class NumericKeys
{
    /// <summary>The values in the order of their keys, other keys left out; null when no key is a number.</summary>
    internal static HoconValue[]? TryToList(HoconObject value)
    {
        SortedDictionary<int, HoconValue> numbered = [];
        foreach (HoconField field in value)
        {
            if (IsNumber(field.Key, out int index))
            {
                numbered[index] = field.Value;
            }
        }

        return numbered.Count == 0 ? null : [.. numbered.Values];
    }

    /// <summary>True when an object with these keys can count as a list.</summary>
    internal static bool Any(IEnumerable<string> keys) => keys.Any(key => IsNumber(key, out _));

    private static bool IsNumber(string key, out int index) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}

namespace Helios.Hocon;

/// <summary>
/// Gives one string for equal short words most of the time: the keys of ten thousand containers are a few dozen words. A word that is
/// met again after another took its place is simply made again, so the cache never grows.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer strings hardly ever come twice.</summary>
    internal const int LongestWord = 24;

    private const int Places = 4096;
    private readonly string?[] _words = new string?[Places];

    internal string Get(ReadOnlySpan<char> word)
    {
        if (word.Length > LongestWord)
        {
            return word.ToString();
        }

        if (word.IsEmpty)
        {
            return "";
        }

        uint hash = (uint)word.Length;
        foreach (char c in word)
        {
            hash = (hash * 31) + c;
        }

        ref string? place = ref _words[(hash ^ (hash >> 12)) & (Places - 1)];
        if (place is null || !word.SequenceEqual(place))
        {
            place = word.ToString();
        }

        return place;
    }
}

namespace Helios.Cli;

/// <summary>Tells keys apart in what one read of a terminal brought: who types quickly, or holds an arrow, sends several at once.</summary>
internal static class TopKeys
{
    private const char Escape = '\e';

    /// <summary>The keys, each a character or an escape sequence (CSI or SS3, see console_codes(4)).</summary>
    internal static IEnumerable<string> Split(string typed)
    {
        for (int start = 0; start < typed.Length;)
        {
            int end = start + 1;
            if (typed[start] == Escape && end < typed.Length && (typed[end] is '[' or 'O'))
            {
                end++;
                while (end < typed.Length && (typed[end] is < '@' or > '~'))
                {
                    end++;
                }

                end = Math.Min(end + 1, typed.Length);
            }

            yield return typed[start..end];
            start = end;
        }
    }
}

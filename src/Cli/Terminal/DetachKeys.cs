namespace Helios.Cli;

/// <summary>Finds the keys that end an attachment among what is typed. Bytes that could be their beginning are held back until it is known.</summary>
internal sealed class DetachKeys
{
    /// <summary>The keys unless others are chosen, as in podman.</summary>
    internal const string Default = "ctrl-p,ctrl-q";

    private readonly byte[] _keys;
    private int _matched;

    private DetachKeys(byte[] keys) => _keys = keys;

    /// <summary>Reads keys such as <c>ctrl-p,ctrl-q</c> or <c>ctrl-a,d</c>.</summary>
    /// <exception cref="FormatException">Not such a list.</exception>
    internal static DetachKeys Parse(string text) => new([.. text.Split(',').Select(Key)]);

    /// <summary>Takes what was typed; answers what is to be passed on.</summary>
    /// <param name="typed">The bytes.</param>
    /// <param name="pass">Gets what belongs to the program.</param>
    /// <returns>Whether the keys were typed; what follows them is dropped.</returns>
    internal bool Take(ReadOnlySpan<byte> typed, List<byte> pass)
    {
        foreach (byte key in typed)
        {
            if (key != _keys[_matched] && _matched > 0)
            {
                pass.AddRange(_keys.AsSpan(0, _matched));
                _matched = 0;
            }

            if (key != _keys[_matched])
            {
                pass.Add(key);
            }
            else if (++_matched == _keys.Length)
            {
                return true;
            }
        }

        return false;
    }

    private static byte Key(string text) => text.Trim() switch
    {
        ['c', 't', 'r', 'l', '-', >= 'a' and <= 'z' and char letter] => (byte)(letter - 'a' + 1),
        "ctrl-@" => 0,
        "ctrl-[" => 27,
        "ctrl-\\" => 28,
        "ctrl-]" => 29,
        "ctrl-^" => 30,
        "ctrl-_" => 31,
        [>= '!' and <= '~' and char plain] => (byte)plain,
        _ => throw new FormatException($"'{text}' is not a key: write ctrl-p,ctrl-q or single characters"),
    };
}

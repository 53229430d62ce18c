using System.Collections.Immutable;

namespace Helios.Cli;

/// <summary>Cuts a verb's words into its options and what follows them.</summary>
/// <remarks>
/// System.CommandLine goes on looking for options after the first plain word; podman does not, so that <c>run ls -l</c> needs no <c>--</c>.
/// The options come out in one spelling, <c>--name=value</c>, so that a value may begin with a dash.
/// </remarks>
internal sealed class ArgumentSplitter
{
    private readonly Dictionary<string, CliOption> _options = new(StringComparer.Ordinal);
    private readonly bool _stopsAtFirstWord;

    /// <param name="options">The options of the verb.</param>
    /// <param name="stopsAtFirstWord">Whether everything from the first plain word on belongs to the payload.</param>
    internal ArgumentSplitter(IEnumerable<CliOption> options, bool stopsAtFirstWord)
    {
        _stopsAtFirstWord = stopsAtFirstWord;
        foreach (CliOption option in options)
        {
            _options.Add(option.Name, option);
            foreach (string alias in option.Aliases)
            {
                _options.Add(alias, option);
            }
        }
    }

    /// <summary>Splits the words.</summary>
    /// <exception cref="CliException">An option that does not exist, or one without its value.</exception>
    internal SplitArguments Split(IReadOnlyList<string> words)
    {
        ImmutableArray<string>.Builder options = ImmutableArray.CreateBuilder<string>(words.Count);
        ImmutableArray<string>.Builder rest = ImmutableArray.CreateBuilder<string>(words.Count);
        int next = 0;
        while (next < words.Count)
        {
            string word = words[next++];
            if (word == "--")
            {
                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                SplitLong(word, words, ref next, options);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                SplitShort(word, words, ref next, options);
            }
            else
            {
                rest.Add(word);
                if (_stopsAtFirstWord)
                {
                    break;
                }
            }
        }

        for (; next < words.Count; next++)
        {
            rest.Add(words[next]);
        }

        return new SplitArguments(options.DrainToImmutable(), rest.DrainToImmutable());
    }

    private void SplitLong(string word, IReadOnlyList<string> words, ref int next, ImmutableArray<string>.Builder options)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        CliOption option = Find(equals < 0 ? word : word[..equals]);
        if (equals >= 0)
        {
            options.Add(Joined(option, word[(equals + 1)..]));
        }
        else if (option.Kind == ValueKind.Switch)
        {
            options.Add(option.Name);
        }
        else
        {
            options.Add(Joined(option, Value(word, words, ref next)));
        }
    }

    // -it is -i -t; -m64M, -m=64M and -m 64M are the same.
    private void SplitShort(string word, IReadOnlyList<string> words, ref int next, ImmutableArray<string>.Builder options)
    {
        for (int i = 1; i < word.Length; i++)
        {
            string name = "-" + word[i];
            CliOption option = Find(name);
            if (option.Kind == ValueKind.Switch && (i + 1 == word.Length || word[i + 1] != '='))
            {
                options.Add(option.Name);
                continue;
            }

            string value = word[(i + 1)..];
            options.Add(Joined(option, value.Length == 0 ? Value(name, words, ref next) : value[0] == '=' ? value[1..] : value));
            return;
        }
    }

    private static string Value(string name, IReadOnlyList<string> words, ref int next)
        => next < words.Count ? words[next++] : throw new CliException($"{name}: a value must follow");

    private static string Joined(CliOption option, string value)
        => value.Length > 0 ? $"{option.Name}={value}" : throw new CliException($"{option.Name}: the value is empty");

    private CliOption Find(string name)
    {
        if (_options.TryGetValue(name, out CliOption? option))
        {
            return option;
        }

        string? nearest = name.Length > 2 ? NearestName.Of(name, _options.Keys.Where(static key => key.Length > 2)) : null;
        throw new CliException($"{name}: no such option{(nearest is null ? "" : $"; did you mean {nearest}?")}");
    }
}

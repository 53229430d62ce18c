using System.Diagnostics.CodeAnalysis;

namespace Helios.Shell;

/// <summary>The arguments that the shell was started with.</summary>
internal sealed record StartOptions
{
    /// <summary>Options of <c>set</c>.</summary>
    internal List<(string Name, bool Value)> Options { get; } = [];

    /// <summary><c>-i</c></summary>
    internal bool IsInteractive { get; private set; }

    /// <summary><c>--help</c></summary>
    internal bool WantsHelp { get; private set; }

    /// <summary>The string of <c>-c</c>.</summary>
    internal string? Command { get; private set; }

    /// <summary>The script.</summary>
    internal string? File { get; private set; }

    /// <summary><c>$0</c>, when it is given.</summary>
    internal string? Name { get; private set; }

    /// <summary><c>$1</c> and so on.</summary>
    internal IReadOnlyList<string> Operands { get; private set; } = [];

    /// <summary>Reads them.</summary>
    /// <param name="arguments">Behind the program's name.</param>
    /// <param name="options">What they say.</param>
    /// <param name="refusal">Why they say nothing.</param>
    internal static bool TryRead(IReadOnlyList<string> arguments, [NotNullWhen(true)] out StartOptions? options, [NotNullWhen(false)] out string? refusal)
    {
        options = new StartOptions();
        refusal = null;
        bool takesCommand = false;
        bool readsInput = false;
        int at = 0;
        while (at < arguments.Count && arguments[at] is ['-' or '+', _, ..] word)
        {
            at++;
            if (word == "--")
            {
                break;
            }

            if (word == "--help")
            {
                options.WantsHelp = true;
                return true;
            }

            foreach (char letter in word.AsSpan(1))
            {
                bool isOn = word[0] == '-';
                string? name = null;
                switch (letter)
                {
                    case 'c' when isOn:
                        takesCommand = true;
                        continue;
                    case 's' when isOn:
                        readsInput = true;
                        continue;
                    case 'i' when isOn:
                        options.IsInteractive = true;
                        continue;
                    case 'l' when isOn:
                        continue;
                    case 'o' when at < arguments.Count:
                        name = Array.Exists(ShellOptions.Names, option => option.Name == arguments[at]) ? arguments[at] : null;
                        at++;
                        break;
                    default:
                        name = Array.Find(ShellOptions.Names, option => option.Letter == letter).Name;
                        break;
                }

                if (name is null)
                {
                    refusal = $"{word}: no such option";
                    options = null;
                    return false;
                }

                options.Options.Add((name, isOn));
            }
        }

        string[] rest = [.. arguments.Skip(at)];
        if (takesCommand && rest.Length == 0)
        {
            refusal = "-c needs commands";
            options = null;
            return false;
        }

        options.Take(rest, takesCommand, readsInput);
        return true;
    }

    private void Take(string[] rest, bool takesCommand, bool readsInput)
    {
        if (takesCommand)
        {
            Command = rest[0];
            Name = rest.ElementAtOrDefault(1);
            Operands = [.. rest.Skip(2)];
        }
        else if (!readsInput && rest.Length > 0)
        {
            File = Name = rest[0];
            Operands = [.. rest.Skip(1)];
        }
        else
        {
            Operands = rest;
        }
    }
}

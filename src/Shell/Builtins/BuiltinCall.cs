using System.Globalization;

namespace Helios.Shell;

/// <summary>One call of a builtin.</summary>
/// <param name="Executor">Who runs it.</param>
/// <param name="Fields">Its name and its arguments.</param>
internal sealed record BuiltinCall(Executor Executor, IReadOnlyList<string> Fields)
{
    internal ShellState State => Executor.State;

    internal string Name => Fields[0];

    internal int Count => Fields.Count - 1;

    internal IEnumerable<string> Arguments => Fields.Skip(1);

    /// <summary>Its arguments from 0.</summary>
    internal string this[int index] => Fields[index + 1];

    /// <summary>Writes to its output.</summary>
    /// <returns>The status: 1 when that fails.</returns>
    internal int Write(string text)
    {
        if (text.Length == 0 || Executor.WriteTo(1, text))
        {
            return 0;
        }

        return Fail("the output cannot be written to");
    }

    /// <summary>Says what is wrong.</summary>
    internal int Fail(string reason, int status = 1)
    {
        Executor.Complain($"{Name}: {reason}");
        return status;
    }

    /// <summary>Takes options of single letters from the front.</summary>
    /// <param name="letters">Those that there are; one that a colon follows takes an argument.</param>
    /// <param name="take">Gets each with its argument.</param>
    /// <returns>Where the operands begin; -1 when an option is unknown, which has been said.</returns>
    internal int TakeOptions(string letters, Action<char, string> take)
    {
        int at = 0;
        while (at < Count && this[at] is ['-', _, ..] option)
        {
            at++;
            if (option == "--")
            {
                break;
            }

            for (int i = 1; i < option.Length; i++)
            {
                int known = letters.IndexOf(option[i], StringComparison.Ordinal);
                if (known < 0 || option[i] == ':')
                {
                    Fail($"-{option[i]}: no such option (usage: {Name} {BuiltinTable.Find(Name)!.Usage})", 2);
                    return -1;
                }

                if (known + 1 >= letters.Length || letters[known + 1] != ':')
                {
                    take(option[i], "");
                    continue;
                }

                string? argument = i + 1 < option.Length ? option[(i + 1)..] : at < Count ? this[at++] : null;
                if (argument is null)
                {
                    Fail($"-{option[i]} needs an argument", 2);
                    return -1;
                }

                take(option[i], argument);
                break;
            }
        }

        return at;
    }

    /// <summary>Reads a number.</summary>
    internal static bool TryNumber(string text, out long number)
        => long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

using System.Globalization;

namespace Helios.Contracts;

/// <summary>A signal by number, 1 to 64. See signal(7).</summary>
public readonly record struct Signal
{
    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    private const int FirstRealTime = 34;
    private const int Last = 64;

    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 64.</exception>
    public Signal(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Last);
        Number = number;
    }

    /// <summary>Hang-up.</summary>
    public static Signal Hangup => new(1);

    /// <summary>Interrupt from the keyboard.</summary>
    public static Signal Interrupt => new(2);

    /// <summary>Cannot be caught or ignored.</summary>
    public static Signal Kill => new(9);

    /// <summary>The polite request to end.</summary>
    public static Signal Terminate => new(15);

    /// <summary>The kernel's number.</summary>
    public int Number { get; }

    /// <summary>Reads <c>TERM</c>, <c>SIGTERM</c>, <c>15</c>, <c>RTMIN+3</c>, in either case.</summary>
    /// <exception cref="FormatException">Not the name or number of a signal.</exception>
    public static Signal Parse(string text)
        => TryParse(text, out Signal signal)
            ? signal
            : throw new FormatException($"'{text}' is not a signal: write a name such as TERM or a number from 1 to {Last}");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string text, out Signal signal)
    {
        signal = default;
        string name = text.Trim().ToUpperInvariant();
        if (Digits.TryParse(name, out int number))
        {
            if (number is < 1 or > Last)
            {
                return false;
            }

            signal = new Signal(number);
            return true;
        }

        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        int index = name.Length == 0 ? -1 : Array.IndexOf(s_names, name);
        if (index < 0 && name.StartsWith("RTMIN", StringComparison.Ordinal))
        {
            index = name == "RTMIN" ? FirstRealTime
                : name[5] == '+' && Digits.TryParse(name.AsSpan(6), out int offset) ? FirstRealTime + offset
                : -1;
        }

        if (index is < 1 or > Last)
        {
            return false;
        }

        signal = new Signal(index);
        return true;
    }

    /// <summary>The name with its prefix: <c>SIGTERM</c>, <c>SIGRTMIN+3</c>.</summary>
    public override string ToString()
        => Number == 0 ? "none"
            : Number < s_names.Length ? "SIG" + s_names[Number]
            : Number < FirstRealTime ? "SIG" + Number.ToString(CultureInfo.InvariantCulture)
            : Number == FirstRealTime ? "SIGRTMIN"
            : "SIGRTMIN+" + (Number - FirstRealTime).ToString(CultureInfo.InvariantCulture);
}

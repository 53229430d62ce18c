using System.Globalization;

namespace Helios.Contracts;

/// <summary>An amount of processor time: 1 is one processor all the time, 0.5 half of one.</summary>
public readonly record struct CpuAmount : IComparable<CpuAmount>
{
    /// <summary>The period that the quota is given for: 100 ms, the kernel's default. See cpu.max in cgroups(7).</summary>
    public const long PeriodMicroseconds = 100_000;

    /// <summary>The smallest quota the kernel takes: 1 ms in a period.</summary>
    public const long MinQuotaMicroseconds = 1_000;

    private CpuAmount(long quotaMicroseconds) => QuotaMicroseconds = quotaMicroseconds;

    /// <summary>The time the group may run in each period.</summary>
    public long QuotaMicroseconds { get; }

    /// <summary>The amount in processors.</summary>
    public decimal Processors => (decimal)QuotaMicroseconds / PeriodMicroseconds;

    /// <summary>Makes an amount from a number of processors, 0.01 to 8192.</summary>
    /// <exception cref="FormatException">Out of that range.</exception>
    public static CpuAmount FromProcessors(decimal processors)
        => processors is >= 0.01m and <= 8192m
            ? new CpuAmount((long)(processors * PeriodMicroseconds))
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"'{processors}' processors is out of range: use 0.01 to 8192, such as 0.5"));

    /// <summary>Reads <c>0.5</c>, <c>2</c> or <c>50%</c>.</summary>
    /// <exception cref="FormatException">Not a number of processors, or out of range.</exception>
    public static CpuAmount Parse(string text)
    {
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        bool percent = number.EndsWith("%");
        if (number.Contains('\0') || !decimal.TryParse(percent ? number[..^1] : number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
        {
            throw new FormatException($"'{text}' is not a number of processors: write 0.5, 2 or 50%");
        }

        return FromProcessors(percent ? value / 100 : value);
    }

    /// <inheritdoc/>
    public int CompareTo(CpuAmount other) => QuotaMicroseconds.CompareTo(other.QuotaMicroseconds);

    /// <inheritdoc/>
    public override string ToString() => Processors.ToString("0.###", CultureInfo.InvariantCulture);
}

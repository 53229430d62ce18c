using System.Collections.Immutable;
using System.Globalization;

namespace Helios.Fleets;

/// <summary>Times as crontab(5) writes them: five fields, <c>@hourly</c> and its kin, or <c>@every 90s</c>. Pure: the clock is a parameter.</summary>
/// <remarks>
/// As in cron, when both day of month and day of week are restricted, either is enough. Local times that a clock change leaves out run at the first
/// moment after the gap; times that it repeats run once, the first time.
/// </remarks>
public sealed class CronExpression : IEquatable<CronExpression>
{
    private static readonly ImmutableArray<string> s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly ImmutableArray<string> s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    // The longest gap of a satisfiable expression is 29 February over a century year that is no leap year: 8 years.
    private const int SearchYears = 9;

    private readonly string _text;
    private readonly TimeSpan? _every;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _monthDays;
    private readonly ulong _monthSet;
    private readonly ulong _weekDays;
    private readonly bool _eitherDay;

    private CronExpression(string text, TimeSpan every)
    {
        _text = text;
        _every = every;
    }

    private CronExpression(string text, ReadOnlySpan<string> fields)
    {
        _text = text;
        _minutes = Field(text, fields[0], "minute", 0, 59, []);
        _hours = Field(text, fields[1], "hour", 0, 23, []);
        _monthDays = Field(text, fields[2], "day of month", 1, 31, []);
        _monthSet = Field(text, fields[3], "month", 1, 12, s_months);
        ulong weekDays = Field(text, fields[4], "day of week", 0, 7, s_days);
        _weekDays = (weekDays | (weekDays >> 7)) & 0x7F;
        _eitherDay = fields[2][0] != '*' && fields[4][0] != '*';
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">Not an expression, or one that never comes true, such as 30 February.</exception>
    public static CronExpression Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith("@every", StringComparison.Ordinal))
        {
            return new CronExpression(trimmed, Every(trimmed));
        }

        string expanded = trimmed switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => trimmed,
        };
        string[] fields = expanded.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            throw new FormatException($"'{text}' is not a schedule: write five fields (minute hour day month weekday), @hourly, @daily, @weekly, @monthly, @yearly or @every DURATION");
        }

        CronExpression cron = new(trimmed, fields);
        return cron.Next(new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc) is null
            ? throw new FormatException($"'{text}' never comes: there is no such day")
            : cron;
    }

    /// <summary>The first time after <paramref name="after"/>; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        if (_every is { } every)
        {
            return after + every;
        }

        DateTime local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        DateTime candidate = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        int lastYear = candidate.Year + SearchYears;
        while (candidate.Year <= lastYear)
        {
            if (!Has(_monthSet, candidate.Month))
            {
                candidate = new DateTime(candidate.Year, candidate.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            }
            else if (!HasDay(candidate))
            {
                candidate = candidate.Date.AddDays(1);
            }
            else if (!Has(_hours, candidate.Hour))
            {
                candidate = candidate.Date.AddHours(candidate.Hour + 1);
            }
            else if (!Has(_minutes, candidate.Minute))
            {
                candidate = candidate.AddMinutes(1);
            }
            else if (InZone(candidate, zone) is { } time && time > after)
            {
                return time;
            }
            else
            {
                candidate = candidate.AddMinutes(1);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(CronExpression? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CronExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static bool Has(ulong set, int value) => (set >> value & 1) != 0;

    private bool HasDay(DateTime day)
    {
        bool ofMonth = Has(_monthDays, day.Day);
        bool ofWeek = Has(_weekDays, (int)day.DayOfWeek);
        return _eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // Of a repeated hour the first pass counts: the larger offset is the earlier moment.
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static TimeSpan Every(string text)
    {
        string duration = text["@every".Length..].Trim();
        int digits = duration.TakeWhile(char.IsAsciiDigit).Count();
        double seconds = duration[digits..] switch { "s" => 1, "m" => 60, "h" => 3600, "d" => 86400, _ => 0 };
        return seconds > 0 && int.TryParse(duration.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? TimeSpan.FromSeconds(count * seconds)
            : throw new FormatException($"'{text}' is not a schedule: write @every and a number of s, m, h or d, such as @every 90s");
    }

    private static ulong Field(string text, string field, string name, int least, int most, ImmutableArray<string> names)
    {
        ulong set = 0;
        foreach (string item in field.Split(','))
        {
            string[] stepped = item.Split('/');
            string[] ends = stepped[0].Split('-');
            int first = least;
            int last = most;
            int step = 1;
            bool ok = stepped.Length <= 2 && ends.Length <= 2
                && (stepped.Length == 1 || (int.TryParse(stepped[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) && step is > 0 and <= 1000));
            if (ok && stepped[0] != "*")
            {
                ok = Value(ends[0], out first);
                last = first;
                if (ok && ends.Length == 2)
                {
                    ok = Value(ends[1], out last);
                }
                else if (stepped.Length == 2)
                {
                    last = most;
                }
            }

            if (!ok || first < least || last > most || first > last)
            {
                throw new FormatException($"'{text}' is not a schedule: '{item}' is not a {name} ({least} to {most})");
            }

            for (int value = first; value <= last; value += step)
            {
                set |= 1UL << value;
            }
        }

        return set;

        bool Value(string word, out int value)
        {
            int index = names.IndexOf(word.ToLowerInvariant());
            value = index + least;
            return index >= 0 || int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }
    }
}

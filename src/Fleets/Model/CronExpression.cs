using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace Helios.Fleets;

/// <summary>Times as crontab(5) writes them: five fields, <c>@hourly</c> and its kin, or <c>@every 90s</c>. Pure: the clock is a parameter.</summary>
/// <remarks>
/// As in cron, when both day of month and day of week are restricted, either is enough. Local times that a clock change leaves out come at the first
/// moment after the gap. A schedule whose minute or hour is a wildcard, a range or a step is meant as elapsed time and goes on through an hour that a
/// clock change repeats; of one with fixed times only the first pass counts.
/// </remarks>
public sealed class CronExpression : IEquatable<CronExpression>
{
    private static readonly ImmutableArray<string> s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly ImmutableArray<string> s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly SearchValues<char> s_numberChars = SearchValues.Create("0123456789.");

    // The longest gap of a satisfiable expression is 29 February over a century year that is no leap year: 8 years.
    private const int SearchYears = 9;

    // Longer waits are typing errors, and the calendar ends in the year 9999.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36_525);

    private readonly string _text;
    private readonly TimeSpan? _every;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _monthDays;
    private readonly ulong _monthSet;
    private readonly ulong _weekDays;
    private readonly bool _eitherDay;
    private readonly bool _isInterval;

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
        _isInterval = fields[0].AsSpan().ContainsAny('*', '-', '/') || fields[1].AsSpan().ContainsAny('*', '-', '/');
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
        local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
        DateTimeOffset? next = NextFrom(local.AddMinutes(1), after, zone);
        return _isInterval && NextInSecondPass(local, after, zone) is { } repeated && (next is null || repeated < next) ? repeated : next;
    }

    private DateTimeOffset? NextFrom(DateTime candidate, DateTimeOffset after, TimeZoneInfo zone)
    {
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
            else if (Has(_minutes, candidate.Minute) && MomentOf(candidate, after, zone) is { } time && time > after)
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

    private DateTimeOffset? MomentOf(DateTime local, DateTimeOffset after, TimeZoneInfo zone)
    {
        (DateTimeOffset? first, DateTimeOffset? second) = ZoneMoments.Of(local, zone);
        return first is null ? ZoneMoments.AfterGap(local, zone) : _isInterval && first <= after ? second : first;
    }

    /// <summary>The first time of the second pass, when <paramref name="after"/> is in the first pass of a repeated hour.</summary>
    private DateTimeOffset? NextInSecondPass(DateTime local, DateTimeOffset after, TimeZoneInfo zone)
    {
        if (ZoneMoments.Of(local, zone) is not ({ } first, { } second) || after >= second || after < first)
        {
            return null;
        }

        while (ZoneMoments.Of(local.AddMinutes(-1), zone) is (not null, not null))
        {
            local = local.AddMinutes(-1);
        }

        while (ZoneMoments.Of(local, zone) is (not null, { } repeated))
        {
            if (Has(_monthSet, local.Month) && HasDay(local) && Has(_hours, local.Hour) && Has(_minutes, local.Minute))
            {
                return repeated;
            }

            local = local.AddMinutes(1);
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

    private static TimeSpan Every(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan("@every".Length).Trim();
        decimal seconds = 0;
        bool isGood = !rest.IsEmpty;
        while (isGood && !rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(s_numberChars);
            int unit = digits < 0 ? 0 : rest[digits] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
            isGood = unit > 0 && decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count)
                && (seconds += Math.Min(count, (decimal)s_longest.TotalSeconds) * unit) >= 0;
            rest = isGood ? rest[(digits + 1)..] : rest;
        }

        return !isGood || seconds < 1
            ? throw new FormatException($"'{text}' is not a schedule: write @every and a number of s, m, h or d, at least a second, such as @every 90s or @every 1h30m")
            : seconds > (decimal)s_longest.TotalSeconds
                ? throw new FormatException($"'{text}' is not a schedule: the longest is {s_longest.Days}d (100 years)")
                : TimeSpan.FromSeconds((double)seconds);
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

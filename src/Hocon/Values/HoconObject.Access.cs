using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>
/// Typed access by path. A key that is missing or null throws: a supervisor must not start with a zero because of a spelling mistake.
/// Ask <see cref="HasPath"/> first where a key may be missing, or read the object through a <see cref="HoconSchema{T}"/>.
/// </summary>
public sealed partial class HoconObject
{
    private delegate bool Conversion<T>(HoconValue value, out T result, [NotNullWhen(false)] out string? fault);

    /// <summary>True when the path leads to a value that is not null.</summary>
    public bool HasPath(string path) => TryGet(path, out HoconValue? value) && value.Kind != HoconKind.Null;

    /// <summary>The value at a path, null included.</summary>
    public bool TryGet(string path, [MaybeNullWhen(false)] out HoconValue value) => TryGet(HoconPath.Parse(path), out value);

    /// <summary>The value at a path, null included.</summary>
    public bool TryGet(HoconPath path, [MaybeNullWhen(false)] out HoconValue value)
    {
        ArgumentNullException.ThrowIfNull(path);
        value = this;
        foreach (string key in path.Elements)
        {
            if (value is not HoconObject inner || !inner.TryGetField(key, out value))
            {
                value = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>The value at a path.</summary>
    /// <exception cref="HoconException">There is none, or it is null. Every getter of this class throws this.</exception>
    public HoconValue Get(string path)
    {
        HoconPath parsed = HoconPath.Parse(path);
        HoconValue at = this;
        for (int i = 0; i < parsed.Elements.Length; i++)
        {
            string key = parsed.Elements[i];
            if (at is not HoconObject inner)
            {
                throw new HoconException(at.Origin, $"{HoconPath.Render(parsed.Elements.AsSpan()[..i])} {Conversions.WrongKind(at, "an object")}", path);
            }

            if (!inner.TryGetField(key, out HoconValue? next))
            {
                string? nearest = Spelling.Nearest(key, inner.Select(field => field.Key));
                string hint = nearest is null ? "" : $"; did you mean {Quoting.Key(nearest)}?";
                throw new HoconException(inner.Origin, $"{parsed} is missing{hint}", path);
            }

            at = next;
        }

        return at.Kind != HoconKind.Null ? at : throw new HoconException(at.Origin, $"{parsed} is null; a value is needed", path);
    }

    /// <summary>A string; numbers and booleans as they were written.</summary>
    public string GetString(string path) => Get<string>(path, Conversions.TryString);

    /// <summary>A boolean: true, yes, on, false, no or off.</summary>
    public bool GetBoolean(string path) => Get<bool>(path, Conversions.TryBoolean);

    /// <summary>A whole number in the range of an int.</summary>
    public int GetInt(string path)
    {
        long value = GetLong(path);
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new HoconException(Get(path).Origin, $"{path} must be between {int.MinValue} and {int.MaxValue}, not {value}", path);
    }

    /// <summary>A whole number.</summary>
    public long GetLong(string path) => Get<long>(path, Conversions.TryLong);

    /// <summary>A finite number.</summary>
    public double GetDouble(string path) => Get<double>(path, Conversions.TryDouble);

    /// <summary>A duration; a bare number is milliseconds.</summary>
    public TimeSpan GetTimeSpan(string path) => Get<TimeSpan>(path, Conversions.TryDuration);

    /// <summary>A size in bytes; <c>64MB</c> is 64,000,000 and <c>64MiB</c> is 67,108,864.</summary>
    public long GetBytes(string path) =>
        Get(path, (HoconValue value, out long bytes, [NotNullWhen(false)] out string? fault) => Conversions.TrySize(value, out bytes, out _, out fault));

    /// <summary>A period of the calendar; a bare number is days.</summary>
    public HoconPeriod GetPeriod(string path) => Get<HoconPeriod>(path, Conversions.TryPeriod);

    /// <summary>An object.</summary>
    public HoconObject GetObject(string path)
    {
        HoconValue value = Get(path);
        return value as HoconObject ?? throw new HoconException(value.Origin, $"{path} {Conversions.WrongKind(value, "an object")}", path);
    }

    /// <summary>A list; an object with numeric keys counts as one.</summary>
    public IReadOnlyList<HoconValue> GetList(string path) => Get<IReadOnlyList<HoconValue>>(path, Conversions.TryList);

    /// <summary>A list of strings.</summary>
    public IReadOnlyList<string> GetStringList(string path)
    {
        IReadOnlyList<HoconValue> list = GetList(path);
        string[] strings = new string[list.Count];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = Conversions.TryString(list[i], out string text, out string? fault)
                ? text
                : throw new HoconException(list[i].Origin, $"{path}[{i}] {fault}", path);
        }

        return strings;
    }

    private T Get<T>(string path, Conversion<T> convert)
    {
        HoconValue value = Get(path);
        return convert(value, out T result, out string? fault) ? result : throw new HoconException(value.Origin, $"{path} {fault}", path);
    }
}

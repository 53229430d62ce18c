using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Reads one object of a fleet file strictly: every fault is noted with its place, every key that nobody asked for is a fault.</summary>
internal sealed class Section
{
    private static readonly SearchValues<char> s_shellCharacters = SearchValues.Create("'\"\\$`|;&<>*");

    private readonly HoconObject _object;
    private readonly string _path;
    private readonly ReadingNotes _notes;
    private readonly int? _index;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal Section(HoconObject content, string path, ReadingNotes notes, int? index = null)
    {
        _object = content;
        _path = path;
        _notes = notes;
        _index = index;
    }

    /// <summary>Where the section begins.</summary>
    internal HoconOrigin Origin => _object.Origin;

    /// <summary>Its path in the file.</summary>
    internal string Path => _path;

    /// <summary>The keys, in the order of the file.</summary>
    internal IEnumerable<HoconField> Fields => _object;

    /// <summary>Whether a key is set to something other than null.</summary>
    internal bool Has(string key) => Value(key) is not null;

    /// <summary>The value as it is; null when unset.</summary>
    internal HoconValue? Value(string key)
    {
        _asked.Add(key);
        _notes.Keys.Add($"{_path}.{key}");
        return _object.TryGetField(key, out HoconValue? value) && value.Kind != HoconKind.Null ? value : null;
    }

    /// <summary>A text; null when unset.</summary>
    internal string? Text(string key) => Value(key) is { } value ? Text(key, value) : null;

    /// <summary>A text that a function turns into a value; null when unset or faulty. The function's <see cref="FormatException"/> becomes the fault.</summary>
    internal T? Parsed<T>(string key, Func<string, T> parse)
        where T : class
        => Value(key) is { } value && Text(key, value) is { } text && Try(key, value, () => parse(text), out T? result) ? result : null;

    /// <inheritdoc cref="Parsed{T}"/>
    internal T? ParsedValue<T>(string key, Func<string, T> parse)
        where T : struct
        => Value(key) is { } value && Text(key, value) is { } text && Try(key, value, () => parse(text), out T result) ? result : null;

    /// <summary>A truth value, or the default.</summary>
    internal bool Flag(string key, bool missing)
        => ParsedValue(key, static text => text switch
        {
            "true" or "yes" or "on" => true,
            "false" or "no" or "off" => false,
            _ => throw new FormatException($"'{text}' is not true or false"),
        }) ?? missing;

    /// <summary>A whole number within a range; null when unset.</summary>
    internal int? Number(string key, int least, int most)
        => ParsedValue(key, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{text}' is not a whole number from {least} to {most}"));

    /// <summary>A number within a range; null when unset.</summary>
    internal double? Fraction(string key, double least, double most)
        => ParsedValue(key, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a number from {least} to {most}")));

    /// <summary>A duration with its unit; null when unset. A number without a unit is refused: nobody remembers which one it would be.</summary>
    internal TimeSpan? Duration(string key, bool zero = true)
        => ParsedValue(key, text => DurationText.Parse(text) is var span && (span < TimeSpan.Zero || (span == TimeSpan.Zero && !zero))
            ? throw new FormatException($"'{text}' must be more than 0")
            : span);

    /// <summary>One of the named values; null when unset.</summary>
    internal T? Choice<T>(string key, params ReadOnlySpan<(string Name, T Value)> choices)
        where T : struct
    {
        if (Value(key) is not { } value || Text(key, value) is not { } text)
        {
            return null;
        }

        List<string> names = [];
        foreach ((string name, T choice) in choices)
        {
            if (name == text)
            {
                return choice;
            }

            names.Add(name);
        }

        Fault(key, value, $"'{text}' is not known: write {string.Join(", ", names)}");
        return null;
    }

    /// <summary>A list of texts; a single text is a list of one. Null when unset.</summary>
    internal ImmutableArray<string>? Texts(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>();
        foreach (HoconValue item in value is HoconArray array ? (IEnumerable<HoconValue>)array : [value])
        {
            if (Text(key, item) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.DrainToImmutable();
    }

    /// <summary>A command: a list of words, or one text without quotes that is split at white space. Null when unset or faulty.</summary>
    internal ImmutableArray<string>? Command(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value is HoconArray)
        {
            return Texts(key);
        }

        if (Text(key, value) is not { } text)
        {
            return null;
        }

        if (text.AsSpan().ContainsAny(s_shellCharacters))
        {
            Fault(key, value, "a command with quotes or shell characters must be a list of words, such as [sh, -c, \"echo $HOME\"]");
            return null;
        }

        return [.. text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>A value of this section in the form that fields take, with the replica's number written into its texts.</summary>
    internal FieldValue Tree(HoconValue value) => value switch
    {
        HoconArray list => new FieldValue.List([.. list.Select(Tree)]),
        HoconObject block => new FieldValue.Block([.. block.Where(static field => field.Value.Kind != HoconKind.Null).Select(field => KeyValuePair.Create(field.Key, Tree(field.Value)))]),
        HoconScalar { Kind: not HoconKind.Null } scalar => new FieldValue.Text(_index is { } index ? ReplicaText.Expand(scalar.Text, index) : scalar.Text),
        _ => throw new FormatException("must be a text or a number"),
    };

    /// <summary>A section below; null when unset or not an object.</summary>
    internal Section? Sub(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value is HoconObject content)
        {
            return new Section(content, $"{_path}.{key}", _notes, _index);
        }

        Fault(key, value, "must be a block in braces");
        return null;
    }

    /// <summary>An item of a list as a section; null when it is no object.</summary>
    internal Section? Item(string key, HoconValue item) => item is HoconObject content ? new Section(content, $"{_path}.{key}", _notes, _index) : null;

    /// <summary>An item of a list as a text; a fault and null when it is none.</summary>
    internal string? ItemText(string key, HoconValue item) => Text(key, item);

    /// <summary>Notes a fault of a key's value.</summary>
    internal void Fault(string key, HoconValue? value, string message)
        => _notes.Faults.Add(new HoconFault(value?.Origin ?? _object.Origin, $"{_path}{(key.Length > 0 ? "." + key : "")}: {message}", $"{_path}.{key}"));

    /// <summary>Whether a value has a fault already: of one value the first is enough.</summary>
    internal bool IsFaulty(HoconValue? value) => value is not null && _notes.Faults.Any(fault => fault.Origin == value.Origin);

    /// <summary>Notes a fault for every key that was never asked for, with the nearest known one.</summary>
    internal void RefuseTheRest()
    {
        if (_notes.SkipsUnknownKeys)
        {
            return;
        }

        foreach (HoconField field in _object)
        {
            if (!_asked.Contains(field.Key))
            {
                string near = Nearest(field.Key) is { } known ? $"; did you mean '{known}'?" : "";
                _notes.Faults.Add(new HoconFault(field.KeyOrigin, $"{_path}: unknown key '{field.Key}'{near}", $"{_path}.{field.Key}"));
            }
        }
    }

    /// <summary>The place of a dotted key below, or the nearest that is there.</summary>
    internal HoconOrigin OriginOf(string key)
    {
        HoconOrigin origin = _object.Origin;
        HoconValue value = _object;
        foreach (string part in key.Split('.'))
        {
            if (value is not HoconObject inner || !inner.TryGetField(part, out HoconValue? next))
            {
                break;
            }

            value = next;
            origin = next.Origin;
        }

        return origin;
    }

    private string? Text(string key, HoconValue value)
    {
        if (value is HoconScalar scalar && scalar.Kind != HoconKind.Null)
        {
            return _index is { } index ? ReplicaText.Expand(scalar.Text, index) : scalar.Text;
        }

        Fault(key, value, "must be a text or a number");
        return null;
    }

    private bool Try<T>(string key, HoconValue value, Func<T> read, out T? result)
    {
        try
        {
            result = read();
            return true;
        }
        catch (FormatException fault)
        {
            Fault(key, value, fault.Message);
            result = default;
            return false;
        }
    }

    private string? Nearest(string key)
        => _asked
            .Select(known => (Known: known, Distance: Distance(key, known)))
            .Where(static pair => pair.Distance <= 2)
            .OrderBy(static pair => pair.Distance).ThenBy(static pair => pair.Known, StringComparer.Ordinal)
            .Select(static pair => pair.Known)
            .FirstOrDefault();

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}

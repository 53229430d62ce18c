using System.Collections.Immutable;
using System.Globalization;

namespace Helios.Contracts;

/// <summary>Makes rows of a <see cref="FieldTable{T}"/> for the usual types. What each takes is every spelling of its value.</summary>
public static class FieldRows
{
    /// <summary>A text, or nothing.</summary>
    public static Field<T> Text<T>(string key, string doc, Func<T, string?> get, Func<T, string?, T> set, FieldType? type = null)
        => new(key, type ?? FieldType.Text, doc, owner => get(owner) is { } text ? new FieldValue.Text(text) : null, (owner, value) => set(owner, value is null ? null : TextOf(value)));

    /// <summary>A value with a text form of its own, or nothing.</summary>
    public static Field<T> Parsed<T, TValue>(string key, FieldType type, string doc, Func<T, TValue?> get, Func<T, TValue?, T> set, Func<string, TValue> parse)
        where TValue : class
        => Text<T>(key, doc, owner => get(owner)?.ToString(), (owner, text) => set(owner, text is null ? null : parse(text)), type);

    /// <inheritdoc cref="Parsed{T, TValue}(string, FieldType, string, Func{T, TValue}, Func{T, TValue, T}, Func{string, TValue})"/>
    public static Field<T> ParsedValue<T, TValue>(string key, FieldType type, string doc, Func<T, TValue?> get, Func<T, TValue?, T> set, Func<string, TValue> parse)
        where TValue : struct
        => Text<T>(key, doc, owner => get(owner)?.ToString(), (owner, text) => set(owner, text is null ? null : parse(text)), type);

    /// <summary>A truth value with a default.</summary>
    public static Field<T> Flag<T>(string key, string doc, bool missing, Func<T, bool> get, Func<T, bool, T> set)
        => new(key, FieldType.Flag, doc, owner => new FieldValue.Flag(get(owner)), (owner, value) => set(owner, value is null ? missing : FlagOf(value)));

    /// <summary>A whole number within a range, or nothing.</summary>
    public static Field<T> Number<T>(string key, string doc, FieldRange range, Func<T, int?> get, Func<T, int?, T> set)
        => new(
            key, FieldType.Integer, doc, owner => get(owner) is { } number ? new FieldValue.Number(number) : null,
            (owner, value) => set(owner, value is null ? null : NumberOf(value)))
        {
            Range = range,
        };

    /// <summary>A number of bytes within a range, or nothing.</summary>
    public static Field<T> Size<T>(string key, string doc, FieldRange? range, Func<T, ByteSize?> get, Func<T, ByteSize?, T> set)
        => new(
            key, FieldType.Size, doc, owner => get(owner) is { } size ? new FieldValue.Number(size.Bytes) : null,
            (owner, value) => set(owner, value is null ? null : SizeOf(value)))
        {
            Range = range,
            Format = static value => SizeOf(value).ToString(),
        };

    /// <summary>A duration, or nothing.</summary>
    public static Field<T> Duration<T>(string key, string doc, Func<T, TimeSpan?> get, Func<T, TimeSpan?, T> set, bool zero = true)
        => new(
            key, FieldType.Duration, doc, owner => get(owner) is { } span ? new FieldValue.Text(DurationText.Of(span)) : null,
            (owner, value) => set(owner, value is null ? null : DurationText.Parse(TextOf(value))))
        {
            Rule = owner => get(owner) is not { } span ? []
                : span < TimeSpan.Zero ? [$"{DurationText.Of(span)} is negative"]
                : span == TimeSpan.Zero && !zero ? ["must be more than 0"]
                : [],
        };

    /// <summary>A number within a range that may have decimal places, with a default.</summary>
    public static Field<T> Decimal<T>(string key, string doc, double missing, double min, double max, Func<T, double> get, Func<T, double, T> set)
        => new(
            key, new FieldType(string.Create(CultureInfo.InvariantCulture, $"number, {min} to {max}"), FieldShape.Quantity), doc,
            owner => new FieldValue.Text(get(owner).ToString(CultureInfo.InvariantCulture)),
            (owner, value) => set(owner, value is null ? missing : DecimalOf(value)))
        {
            Rule = owner => get(owner) is var number && number >= min && number <= max
                ? []
                : [string.Create(CultureInfo.InvariantCulture, $"{number} is out of range: {min} to {max}")],
        };

    /// <summary>One of a few words with a default.</summary>
    public static Field<T> Choice<T, TValue>(
        string key, string doc, TValue missing, Func<T, TValue> get, Func<T, TValue, T> set, params ImmutableArray<(string Word, TValue Value)> words)
        where TValue : struct, Enum
        => new(
            key, FieldType.OneOf([.. words.Select(static pair => pair.Word)]), doc,
            owner => new FieldValue.Text(WordOf(get(owner), words)),
            (owner, value) => set(owner, value is null ? missing : ChoiceOf(value, words)));

    /// <summary>A list of texts; empty is unset.</summary>
    public static Field<T> Texts<T>(string key, string doc, Func<T, ImmutableArray<string>> get, Func<T, ImmutableArray<string>, T> set, FieldType? type = null)
        => new(
            key, type ?? FieldType.List, doc, owner => get(owner) is { IsDefaultOrEmpty: false } texts ? FieldValue.Of(texts) : null,
            (owner, value) => set(owner, value is null ? [] : TextsOf(value)));

    /// <summary>An argument vector; empty is unset.</summary>
    public static Field<T> Command<T>(string key, string doc, Func<T, ImmutableArray<string>> get, Func<T, ImmutableArray<string>, T> set)
        => new(
            key, FieldType.Command, doc, owner => get(owner) is { IsDefaultOrEmpty: false } words ? FieldValue.Of(words) : null,
            (owner, value) => set(owner, value is null ? [] : FieldText.CommandOf(value)))
        {
            Format = static value => FieldText.Quoted(TextsOf(value)),
        };

    /// <summary>The text of a scalar.</summary>
    /// <exception cref="FormatException">It is a list or a block.</exception>
    internal static string TextOf(FieldValue value) => value.AsText() ?? throw new FormatException("must be a text or a number");

    internal static bool FlagOf(FieldValue value) => value is FieldValue.Flag flag ? flag.Value
        : TextOf(value) switch
        {
            "true" or "yes" or "on" => true,
            "false" or "no" or "off" => false,
            string other => throw new FormatException($"'{other}' is not true or false"),
        };

    internal static ImmutableArray<string> TextsOf(FieldValue value)
        => value is FieldValue.List list ? [.. list.Items.Select(TextOf)] : [TextOf(value)];

    internal static ByteSize SizeOf(FieldValue value) => value is FieldValue.Number number ? new ByteSize(number.Value) : ByteSize.Parse(TextOf(value));

    private static int NumberOf(FieldValue value)
        => int.TryParse(TextOf(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"'{TextOf(value)}' is not a whole number");

    private static double DecimalOf(FieldValue value)
        => double.TryParse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"'{TextOf(value)}' is not a number");

    // A value without a word is written as it is, so that whoever reads it refuses it.
    private static string WordOf<TValue>(TValue value, ImmutableArray<(string Word, TValue Value)> words)
        where TValue : struct, Enum
        => words.FirstOrDefault(pair => EqualityComparer<TValue>.Default.Equals(pair.Value, value)).Word ?? value.ToString();

    private static TValue ChoiceOf<TValue>(FieldValue value, ImmutableArray<(string Word, TValue Value)> words)
        where TValue : struct, Enum
    {
        string text = TextOf(value);
        foreach ((string word, TValue choice) in words)
        {
            if (word == text)
            {
                return choice;
            }
        }

        throw new FormatException($"'{text}' is not known: write {string.Join(", ", words.Select(static pair => pair.Word))}");
    }
}

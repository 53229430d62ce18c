namespace Helios.Contracts;

/// <summary>One field: everything that any part of the product knows about it.</summary>
/// <typeparam name="T">What has the field.</typeparam>
/// <param name="Key">Its key as a fleet file spells it, dots between levels.</param>
/// <param name="Type">What its value looks like.</param>
/// <param name="Doc">One line for help and the manual, without a full stop.</param>
/// <param name="Get">Its value; null when it is unset.</param>
/// <param name="Set">A copy with another value, in any spelling; null unsets it. Throws <see cref="FormatException"/> for what is no such value.</param>
public sealed record Field<T>(string Key, FieldType Type, string Doc, Func<T, FieldValue?> Get, Func<T, FieldValue?, T> Set)
{
    /// <summary>Its number in messages; never used for another field. Zero for what does not travel.</summary>
    public int Wire { get; init; }

    /// <summary>The values it may have; null when its type is the only bound.</summary>
    public FieldRange? Range { get; init; }

    /// <summary>What an unset value means, for the manual; null where <see cref="FieldTable{T}"/> has a default.</summary>
    public string? Unset { get; init; }

    /// <summary>The option of <c>helios run</c>; null when none sets it.</summary>
    public FieldOption? Option { get; init; }

    /// <summary>What a value asks of a backend; null for nothing.</summary>
    public Func<T, IEnumerable<Feature>>? Demands { get; init; }

    /// <summary>What is wrong with a value beyond its range; null for no further rule.</summary>
    public Func<T, IEnumerable<string>>? Rule { get; init; }

    /// <summary>Whether a change applies to the container that runs; otherwise it takes a new run.</summary>
    public bool IsLive { get; init; }

    /// <summary>A value for people; the default is its text, lists separated by commas.</summary>
    public Func<FieldValue, string>? Format { get; init; }

    /// <summary>The value as people read it; null when it is unset.</summary>
    public string? TextOf(T owner) => Get(owner) is { } value ? Text(value) : null;

    internal string Text(FieldValue value)
        => Format is { } format ? format(value)
            : value switch
            {
                FieldValue.List list => string.Join(", ", list.Items.Select(static item => Plain(item))),
                FieldValue.Block block => Plain(block),
                _ => value.AsText()!,
            };

    private static string Plain(FieldValue value) => value switch
    {
        FieldValue.Block block => "{ " + string.Join(", ", block.Entries.Select(static entry => $"{entry.Key} = {Plain(entry.Value)}")) + " }",
        FieldValue.List list => "[" + string.Join(", ", list.Items.Select(Plain)) + "]",
        _ => value.AsText()!,
    };
}

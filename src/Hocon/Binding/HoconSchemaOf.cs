using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>
/// What an object may contain and what it becomes. Binding is strict: a key that the schema does not know is a fault, and every
/// fault of the object is reported, not the first. The schema also writes itself as JSON Schema and as a commented reference.
/// </summary>
/// <typeparam name="T">The record that the object becomes.</typeparam>
public sealed class HoconSchema<T> : HoconType<T>, IObjectSchema
{
    private readonly string _name;
    private readonly HoconKey[] _keys;
    private readonly FrozenDictionary<string, HoconKey> _byName;
    private readonly Func<HoconRecord, T> _make;
    private readonly Func<T, IEnumerable<(string Key, string Phrase)>>[] _checks;

    internal HoconSchema(
        string name,
        string description,
        IReadOnlyList<HoconKey> keys,
        Func<HoconRecord, T> make,
        Func<T, IEnumerable<(string Key, string Phrase)>>[] checks)
    {
        _name = name;
        Description = description;
        _keys = [.. keys];
        _byName = _keys.ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);
        _make = make;
        _checks = checks;
    }

    /// <inheritdoc/>
    public override string Name => _name;

    /// <summary>What the block is for.</summary>
    public string Description { get; }

    /// <summary>The keys in the order of the reference.</summary>
    public IReadOnlyList<HoconKey> Keys => _keys;

    string IObjectSchema.SchemaName => _name;

    internal override IObjectSchema? Inner => this;

    /// <summary>This schema with a check that concerns more than one key. It runs when all keys have been bound.</summary>
    /// <param name="violations">Key or path below the object, and a phrase that follows the path: <c>is longer than max-delay</c>.</param>
    public HoconSchema<T> Check(Func<T, IEnumerable<(string Key, string Phrase)>> violations) =>
        new(_name, Description, _keys, _make, [.. _checks, violations]);

    /// <summary>Binds an object.</summary>
    /// <param name="source">The object.</param>
    /// <param name="path">Where the object stands in its document, for the words of faults; empty for the root.</param>
    /// <exception cref="HoconException">With every fault of the object.</exception>
    public HoconBound<T> Bind(HoconObject source, string path = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(path);
        BindingContext context = new(path.Length == 0 ? [] : [.. HoconPath.Parse(path).Elements]);
        bool good = TryBind(source, context, out T? value);
        context.Faults.ThrowIfAny();
        return good
            ? new HoconBound<T>(value!, source, path, [.. context.Lints])
            : throw new HoconException(source.Origin, "the object cannot be bound");
    }

    /// <summary>Binds the object at a path; a path that leads nowhere is bound like an empty object.</summary>
    /// <exception cref="HoconException">With every fault of the object.</exception>
    public HoconBound<T> BindAt(HoconObject root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Bind(root.HasPath(path) ? root.GetObject(path) : new HoconObject([], root.Origin), path);
    }

    /// <summary>The JSON Schema (draft 2020-12) of documents that bind to this schema.</summary>
    public string ToJsonSchema() => JsonSchemaDefinitions.Document(this);

    /// <summary>A HOCON document with every key, its description and its default; keys without a default are commented out.</summary>
    public string ToReference() => ReferenceWriter.Write(this);

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => definitions.Refer(this);

    internal override HoconValue Write(T value) =>
        throw new NotSupportedException($"a record of the block {_name} cannot be a default; use a section, whose keys bring their defaults");

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (value is not HoconObject source)
        {
            context.Fault(value.Origin, Conversions.WrongKind(value, "an object"));
            return false;
        }

        object?[] values = new object?[_keys.Length];
        bool good = BindFields(source, values, context);
        good &= BindMissing(source, values, context);
        return good && TryMake(source, values, context, out result);
    }

    private bool BindFields(HoconObject source, object?[] values, BindingContext context)
    {
        bool good = true;
        foreach (HoconField field in source.Fields)
        {
            if (!_byName.TryGetValue(field.Key, out HoconKey? key))
            {
                ReportUnknown(field, context);
                good = false;
                continue;
            }

            if (field.Value.Kind == HoconKind.Null && !key.Type.AcceptsNull)
            {
                continue;
            }

            context.Enter(field.Key);
            good &= key.Type.TryBindBoxed(field.Value, context, out values[key.Index]);
            context.Leave();
        }

        return good;
    }

    private bool BindMissing(HoconObject source, object?[] values, BindingContext context)
    {
        bool good = true;
        foreach (HoconKey key in _keys)
        {
            bool present = source.TryGetField(key.Name, out HoconValue? value);
            if (present && (value!.Kind != HoconKind.Null || key.Type.AcceptsNull))
            {
                continue;
            }

            if (key.BindsWhenMissing)
            {
                context.Enter(key.Name);
                good &= key.Type.TryBindBoxed(new HoconObject([], source.Origin), context, out values[key.Index]);
                context.Leave();
            }
            else if (key.IsRequired)
            {
                context.Enter(key.Name);
                context.Fault(present ? value!.Origin : source.Origin, $"is {(present ? "null" : "missing")}; it must be set ({key.Type.Name})");
                context.Leave();
                good = false;
            }
            else
            {
                values[key.Index] = key.Default;
            }
        }

        return good;
    }

    private bool TryMake(HoconObject source, object?[] values, BindingContext context, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            result = _make(new HoconRecord(values, source));
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            context.Fault(source.Origin, $"is refused: {Refusal.Of(error)}");
            result = default;
            return false;
        }

        bool good = true;
        foreach (Func<T, IEnumerable<(string Key, string Phrase)>> check in _checks)
        {
            foreach ((string key, string phrase) in check(result))
            {
                good = false;
                HoconPath path = HoconPath.Parse(key);
                foreach (string element in path.Elements)
                {
                    context.Enter(element);
                }

                context.Fault(BoundOrigins.OriginIn(source, path), phrase);
                foreach (string _ in path.Elements)
                {
                    context.Leave();
                }
            }
        }

        return good;
    }

    private void ReportUnknown(HoconField field, BindingContext context)
    {
        string? nearest = Spelling.Nearest(field.Key, _byName.Keys);
        string hint = nearest is not null
            ? $"did you mean {Quoting.Key(nearest)}?"
            : $"{(context.Path.Length == 0 ? _name : context.Path)} knows {string.Join(", ", _keys.Select(key => Quoting.Key(key.Name)))}";
        context.Enter(field.Key);
        context.Fault(field.KeyOrigin, $"is unknown; {hint}");
        context.Leave();
    }
}

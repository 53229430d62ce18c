using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>An object with keys of the user's choice, in the order of the file.</summary>
internal sealed class MapType<T>(HoconType<T> element, Func<string, string?>? keyRule) : HoconType<IReadOnlyDictionary<string, T>>
{
    public override string Name => $"map of {element.Name}";

    internal override IObjectSchema? Inner => element.Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => HoconObject.Of(
        [new("type", HoconScalar.String("object")), new("additionalProperties", element.Describe(definitions))]);

    internal override HoconValue Write(IReadOnlyDictionary<string, T> value) =>
        HoconObject.Of(value.Select(pair => KeyValuePair.Create(pair.Key, element.Write(pair.Value))));

    internal override bool TryBind(
        HoconValue value, BindingContext context, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> result)
    {
        result = null;
        if (value is not HoconObject fields)
        {
            context.Fault(value.Origin, Conversions.WrongKind(value, "an object"));
            return false;
        }

        OrderedDictionary<string, T> map = new(fields.Count, StringComparer.Ordinal);
        bool good = true;
        foreach (HoconField field in fields.Fields)
        {
            // A null takes an inherited entry out again.
            if (field.Value.Kind == HoconKind.Null && !element.AcceptsNull)
            {
                continue;
            }

            context.Enter(field.Key);
            if (keyRule?.Invoke(field.Key) is { } broken)
            {
                context.Fault(field.KeyOrigin, broken);
                good = false;
            }

            if (element.TryBind(field.Value, context, out T? item))
            {
                map.Add(field.Key, item);
            }
            else
            {
                good = false;
            }

            context.Leave();
        }

        result = map;
        return good;
    }
}

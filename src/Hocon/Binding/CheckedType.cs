using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>A type with a rule on top.</summary>
internal sealed class CheckedType<T>(HoconType<T> inner, Func<T, bool> isValid, string rule, KeyValuePair<string, HoconValue>[] keywords)
    : HoconType<T>
{
    public override string Name => inner.Name;

    internal override bool AcceptsNull => inner.AcceptsNull;

    internal override IObjectSchema? Inner => inner.Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions)
    {
        HoconObject described = inner.Describe(definitions);
        return keywords.Length > 0
            ? HoconObject.Of(keywords).WithFallback(described)
            : HoconObject.Of([new("$comment", HoconScalar.String(rule))]).WithFallback(described);
    }

    internal override HoconValue Write(T value) => inner.Write(value);

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result)
    {
        if (!inner.TryBind(value, context, out result))
        {
            return false;
        }

        if (isValid(result))
        {
            return true;
        }

        context.Fault(value.Origin, value is HoconScalar scalar ? $"{rule}, not {HoconUnits.Short(scalar.Text)}" : rule);
        return false;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>A type where null is a value of its own: not set, switched off.</summary>
internal sealed class NullableType<TInner, T>(HoconType<TInner> inner, Func<TInner, T> wrap, Func<T, TInner> unwrap) : HoconType<T>
{
    public override string Name => inner.Name;

    internal override bool AcceptsNull => true;

    internal override IObjectSchema? Inner => inner.Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => HoconObject.Of(
        [new("anyOf", HoconArray.Of([inner.Describe(definitions), JsonSchemaDefinitions.Type("null")]))]);

    internal override HoconValue Write(T value) => value is null ? HoconScalar.Null() : inner.Write(unwrap(value));

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result)
    {
        if (value.Kind == HoconKind.Null)
        {
            result = default!;
            return true;
        }

        result = default;

        if (!inner.TryBind(value, context, out TInner? bound))
        {
            return false;
        }

        result = wrap(bound);
        return true;
    }
}

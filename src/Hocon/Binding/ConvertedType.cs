using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>A type whose value is turned into another by code outside.</summary>
internal sealed class ConvertedType<TFrom, TTo>(HoconType<TFrom> inner, Func<TFrom, TTo> convert, Func<TTo, TFrom>? back, string? name)
    : HoconType<TTo>
{
    public override string Name => name ?? inner.Name;

    internal override IObjectSchema? Inner => inner.Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => inner.Describe(definitions);

    internal override HoconValue Write(TTo value) =>
        back is not null ? inner.Write(back(value)) : HoconScalar.String(value?.ToString() ?? "");

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out TTo result)
    {
        result = default;
        if (!inner.TryBind(value, context, out TFrom? from))
        {
            return false;
        }

        try
        {
            result = convert(from);
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            context.Fault(value.Origin, $"is refused: {Refusal.Of(error)}");
            return false;
        }
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>A simple value: one conversion from the text of a scalar, one back.</summary>
internal sealed class ScalarType<T>(
    string name,
    ScalarType<T>.Conversion convert,
    Func<T, HoconScalar> write,
    Func<HoconObject> describe) : HoconType<T>
{
    internal delegate bool Conversion(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result, [NotNullWhen(false)] out string? fault);

    public override string Name => name;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => describe();

    internal override HoconValue Write(T value) => write(value);

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result)
    {
        if (convert(value, context, out result, out string? fault))
        {
            return true;
        }

        context.Fault(value.Origin, fault);
        return false;
    }
}

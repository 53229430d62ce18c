using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>One of two forms, told apart by the kind of the value.</summary>
internal sealed class EitherType<T>(Func<HoconValue, bool> isFirst, HoconType<T> first, HoconType<T> second) : HoconType<T>
{
    public override string Name => $"{first.Name} or {second.Name}";

    internal override IObjectSchema? Inner => first.Inner ?? second.Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => HoconObject.Of(
        [new("anyOf", HoconArray.Of([first.Describe(definitions), second.Describe(definitions)]))]);

    internal override HoconValue Write(T value) => second.Write(value);

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result) =>
        (isFirst(value) ? first : second).TryBind(value, context, out result);
}

using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>A type that is looked up when it is used, so that a schema can contain itself.</summary>
internal sealed class LazyType<T>(Func<HoconType<T>> find, string name) : HoconType<T>
{
    public override string Name => name;

    internal override bool AcceptsNull => find().AcceptsNull;

    internal override IObjectSchema? Inner => find().Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => find().Describe(definitions);

    internal override HoconValue Write(T value) => find().Write(value);

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result) =>
        find().TryBind(value, context, out result);
}

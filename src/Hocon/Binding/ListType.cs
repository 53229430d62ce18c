using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Helios.Hocon;

/// <summary>A list of elements of one type.</summary>
internal sealed class ListType<T>(HoconType<T> element) : HoconType<ImmutableArray<T>>
{
    public override string Name => $"list of {element.Name}";

    internal override IObjectSchema? Inner => element.Inner;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => HoconObject.Of(
        [new("type", HoconScalar.String("array")), new("items", element.Describe(definitions))]);

    internal override HoconValue Write(ImmutableArray<T> value) => HoconArray.Of(value.Select(element.Write));

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out ImmutableArray<T> result)
    {
        result = default;
        if (!Conversions.TryList(value, out IReadOnlyList<HoconValue> list, out string? fault))
        {
            context.Fault(value.Origin, fault);
            return false;
        }

        if (list.Count == 0)
        {
            result = [];
            return true;
        }

        T[] items = new T[list.Count];
        bool good = true;
        for (int i = 0; i < items.Length; i++)
        {
            context.Enter(i);
            good &= element.TryBind(list[i], context, out items[i]!);
            context.Leave();
        }

        result = ImmutableCollectionsMarshal.AsImmutableArray(items);
        return good;
    }
}

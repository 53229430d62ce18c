using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Helios.Hocon;

/// <summary>One of a fixed set of words; members are written in kebab-case.</summary>
internal sealed class EnumType<T> : HoconType<T>
    where T : struct, Enum
{
    private readonly OrderedDictionary<string, T> _words = new(StringComparer.Ordinal);

    internal EnumType()
    {
        foreach (T value in Enum.GetValues<T>())
        {
            _words.TryAdd(Kebab(value.ToString()), value);
        }
    }

    public override string Name => string.Join(" | ", _words.Keys);

    internal static string Kebab(string member)
    {
        StringBuilder word = new();
        for (int i = 0; i < member.Length; i++)
        {
            if (i > 0 && char.IsUpper(member[i]) && !char.IsUpper(member[i - 1]))
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(member[i]));
        }

        return word.ToString();
    }

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) =>
        HoconObject.Of([new("enum", HoconArray.Of(_words.Keys.Select(word => HoconScalar.String(word))))]);

    internal override HoconValue Write(T value) => HoconScalar.String(Kebab(value.ToString()));

    internal override bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (!Conversions.TryString(value, out string text, out string? fault))
        {
            context.Fault(value.Origin, fault);
            return false;
        }

        if (_words.TryGetValue(text, out result))
        {
            return true;
        }

        string? nearest = Spelling.Nearest(text, _words.Keys);
        string hint = nearest is null ? "" : $"; did you mean {nearest}?";
        context.Fault(value.Origin, $"must be one of {string.Join(", ", _words.Keys)}, not {HoconUnits.Short(text)}{hint}");
        return false;
    }
}

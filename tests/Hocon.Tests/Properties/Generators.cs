using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Helios.Hocon.Tests.Properties;

/// <summary>Generators for values and for texts that look like HOCON enough to get deep into the parser.</summary>
internal static class Generators
{
    private static readonly string[] s_fragments =
    [
        "a", "b", "c", "a.b", "x y", "\"q\"", "\"\"\"t\"\"\"", "${a}", "${?b}", "${a.b}", "${", "$", "{", "}", "[", "]", "=", ":", "+=", ",", "\n", " ",
        "\t", "#c\n", "//c\n", "include", "include \"f\"", "include required(file(\"f\"))", "include url(\"u\")", "true", "null", "1", "-1.5e+3", "10s", "64MB",
        "\\", "\"", "\"\"\"", "\\u00e4", "\"\\u12", ".", "..", "é", "\u00A0", "\uFEFF", "\0", "\ud83d", "+", "?", "*", "`", "'", "(", ")", "/", "{a=1}", "[1]",
        "a=1", "a=${a}", "a+=1", "a=${b}\nb=${a}", "0", "\"0\"", "{\"0\":x}",
    ];

    private static readonly Gen<string> s_anyString = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements("", " ", "true", "null", "12", "1.0", "include", "//", "a//b", "a.b", "${a}", "#", "64MB", "10s", "-", "+", "\u2028", "\ud83d", "\0", "😀", "a b", " a", "a "),
        Gen.Elements(s_fragments));

    /// <summary>Any tree of values, with keys and strings that need care.</summary>
    internal static Gen<HoconObject> Objects { get; } = Gen.Sized(size => ObjectOf(Math.Min(size, 40)));

    /// <summary>Pieces of HOCON in any order.</summary>
    internal static Gen<string> Soup { get; } =
        Gen.Elements(s_fragments).ListOf().Select(pieces => string.Concat(pieces));

    /// <summary>A good document with a few characters changed.</summary>
    internal static Gen<string> Mutated { get; } =
        from document in Objects
        from edits in Gen.Zip(Gen.Choose(0, 10_000), Gen.Elements(s_fragments)).ListOf()
        select Edit(HoconWriter.Write(document), edits);

    /// <summary>Definitions that inherit from earlier ones, refer into them and append to their lists; every key is defined once.</summary>
    internal static Gen<string[]> Inheritance { get; } =
        from count in Gen.Choose(1, 8)
        from shapes in Gen.Choose(0, 9).ListOf(count)
        from bases in Gen.Choose(0, 1000).ListOf(count)
        select shapes.Zip(bases).Select((pair, i) => Definition(i, pair.First, i == 0 ? -1 : pair.Second % i)).ToArray();

    /// <summary>Any bytes at all.</summary>
    internal static Gen<byte[]> Bytes { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []),
        Soup.Select(Encoding.UTF8.GetBytes),
        Mutated.Select(Encoding.UTF8.GetBytes));

    private static Gen<HoconValue> Scalars { get; } = Gen.OneOf(
        s_anyString.Select(text => (HoconValue)HoconScalar.String(text)),
        ArbMap.Default.GeneratorFor<long>().Select(number => (HoconValue)HoconScalar.Number(number)),
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(number => (HoconValue)HoconScalar.Number(number)),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (HoconValue)HoconScalar.Boolean(value)),
        Gen.Constant((HoconValue)HoconScalar.Null()));

    private static Gen<HoconObject> ObjectOf(int size) =>
        Gen.Zip(Gen.OneOf(Gen.Elements("a", "b", "c", "d"), s_anyString), ValueOf(size / 2)).ListOf()
            .Resize(Math.Min(size, 6))
            .Select(fields => HoconObject.Of(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))));

    private static Gen<HoconValue> ValueOf(int size) => size < 2
        ? Scalars
        : Gen.OneOf(
            Scalars,
            Scalars,
            ValueOf(size / 2).ListOf().Resize(Math.Min(size, 6)).Select(items => (HoconValue)HoconArray.Of(items)),
            ObjectOf(size / 2).Select(value => (HoconValue)value));

    private static string Definition(int i, int shape, int on) => on < 0
        ? $"k{i} {{ n = {i}, l = [{i}], o {{ p = {i}, q {{ r = {i} }} }} }}"
        : shape switch
        {
            0 => $"k{i} = ${{k{on}}}",
            1 => $"k{i} = ${{k{on}}} {{ n = {i} }}",
            2 => $"k{i} = ${{k{on}}} {{ l += {i} }}",
            3 => $"k{i} = ${{k{on}}} {{ o.p = {i}, o.q.s = {i} }}",
            4 => $"k{i} = {{ n = {i}, m = {i} }} ${{k{on}}}",
            5 => $"k{i} = ${{k{on}}} {{ l = ${{k{i}.l}} [{i}] }}",
            6 => $"k{i} = ${{k{on}}} {{ o = ${{k{on}.o.q}} {{ p = ${{k{i}.n}} }} }}",
            7 => $"k{i} = ${{k{on}}} {{ l = ${{k{on}.l}} ${{k{i}.o.l}}, o.l = [${{k{on}.n}}, ${{?none}}] }}",
            8 => $"k{i} {{ n = ${{k{on}.n}}x, l = [${{k{on}}}], o = ${{k{on}.o}} {{ q = ${{k0.o.q}} {{ r = ${{k{i}.o.q.t}}, t = {i} }} }} }}",
            _ => $"k{i} = ${{?none}} ${{k{on}}} ${{k0}} {{ m = null }} {{ m {{ z = {i} }}, o.z = {i} }}",
        };

    private static string Edit(string text, IEnumerable<(int Place, string Fragment)> edits)
    {
        foreach ((int place, string fragment) in edits)
        {
            int at = place % (text.Length + 1);
            text = (place & 1) == 0 || at == text.Length ? text.Insert(at, fragment) : text.Remove(at, 1);
        }

        return text;
    }
}

using System.Globalization;
using Helios.Hocon;

namespace Helios.Fleets.Tests;

public class FleetEncodingTests
{
    private static readonly FleetFormat[] s_formats = Enum.GetValues<FleetFormat>();

    [Fact]
    public void Every_file_comes_back_as_it_was_through_every_pair_of_formats()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            HoconObject root = new RandomValues(seed).Object(4);
            foreach (FleetFormat first in s_formats)
            {
                HoconObject once = Through(root, first);
                Assert.True(root.Equals(once), $"seed {seed}, {first}:\n{HoconJsonWriter.Write(root)}\n{HoconJsonWriter.Write(once)}");
                Assert.All(s_formats, second => Assert.True(root.Equals(Through(once, second)), $"seed {seed}, {first}, {second}"));
            }
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1.50")]
    [InlineData("1e3")]
    [InlineData("0.1")]
    [InlineData("-9223372036854775808")]
    [InlineData("18446744073709551615")]
    [InlineData("123456789012345678901234567890.000")]
    public void Numbers_keep_their_spelling(string spelling)
    {
        HoconObject root = HoconObject.Of([new("n", HoconScalar.NumberAsSpelt(spelling))]);
        Assert.All(s_formats, format => Assert.Equal(root, Through(root, format)));
    }

    [Fact]
    public void Order_of_keys_is_kept()
    {
        HoconObject root = HoconParser.Parse("z = 1, a = 2, \"a.b\" = 3, \"include\" = 4, \"\" = 5").Root;
        Assert.All(s_formats, format => Assert.Equal(root.Select(static field => field.Key), Through(root, format).Select(static field => field.Key)));
    }

    [Fact]
    public void The_reference_file_means_the_same_in_all_formats()
    {
        HoconObject root = FleetEncoding.ReadFile(ReferenceFileTests.FilePath());
        FleetSpec fleet = FleetFile.Bind(root).Fleet;
        Assert.All(s_formats, format => Assert.True(FleetPlanner.Plan(fleet, FleetFile.Bind(Through(root, format)).Fleet).IsEmpty));
    }

    [Theory]
    [InlineData("91 01", "f: byte 0: is not a map")]
    [InlineData("81 A1 61 C4 00", "f: byte 3: has binary data, which means nothing in a fleet")]
    [InlineData("81 01 02", "f: byte 1: has a key that is not a text")]
    [InlineData("82 A1 61 01 A1 61 02", "f: byte 4: has the key 'a' twice in one map")]
    [InlineData("81 A1 61 CB 7F F0 00 00 00 00 00 00", "f: byte 3: has a number that is not finite")]
    [InlineData("81 A1 61 A1 FF", "f: byte 3: has a text that is not UTF-8")]
    [InlineData("81 A1 61 D4 05 00", "f: byte 3: has an extension of type 5, which means nothing in a fleet")]
    [InlineData("81 A1 61 D4 01 78", "f: byte 3: has a number that is none: 'x' is not a number of JSON")]
    [InlineData("80 80", "f: byte 1: goes on after its map")]
    public void What_is_no_fleet_in_MessagePack_is_refused_with_the_byte(string hex, string fault)
        => Assert.Equal(fault, Assert.Throws<FleetFileException>(() => FleetEncoding.Read(Bytes(hex), "f", FleetFormat.MessagePack, "/")).Message);

    [Theory]
    [InlineData("81 A1")]
    [InlineData("DF FF FF FF FF")]
    [InlineData("81 A1 61 DD FF FF FF FF")]
    [InlineData("C1")]
    public void A_file_that_was_cut_off_or_lies_about_its_length_is_refused(string hex)
        => Assert.Contains("is not MessagePack", Assert.Throws<FleetFileException>(() => FleetEncoding.Read(Bytes(hex), "f", FleetFormat.MessagePack, "/")).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_has_a_bound()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x91, 100_000), 0x01];
        Assert.Contains("is nested more than 128 deep", Assert.Throws<FleetFileException>(() => MessagePackFleet.Read(deep, "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_cannot_become_MessagePack_and_is_refused_with_its_place()
    {
        HoconObject root = HoconParser.Parse("a = \"\\ud800\"", name: "f.hocon").Root;
        Assert.StartsWith("f.hocon:1:5: ", Assert.Throws<FleetFileException>(() => FleetEncoding.Write(root, FleetFormat.MessagePack)).Message, StringComparison.Ordinal);
        Assert.Equal(root, Through(root, FleetFormat.Json));
    }

    [Fact]
    public void A_file_without_a_telling_name_is_known_by_its_content()
    {
        HoconObject root = HoconParser.Parse("containers.web.command = [app]").Root;
        string path = Path.Join(Path.GetTempPath(), $"helios-{Guid.NewGuid():N}");
        try
        {
            foreach (FleetFormat format in s_formats)
            {
                File.WriteAllBytes(path, FleetEncoding.Write(root, format));
                Assert.Equal("web", FleetFile.Load(new FleetSource(path, [])).Fleet.Members[0].Key);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("fleet.hocon", FleetFormat.Hocon)]
    [InlineData("fleet.conf", FleetFormat.Hocon)]
    [InlineData("FLEET.JSON", FleetFormat.Json)]
    [InlineData("/x/fleet.msgpack", FleetFormat.MessagePack)]
    [InlineData("fleet.mpk", FleetFormat.MessagePack)]
    public void Names_tell_the_format(string name, FleetFormat format) => Assert.Equal(format, FleetEncoding.FormatOf(name));

    private static HoconObject Through(HoconObject root, FleetFormat format)
        => FleetEncoding.Read(FleetEncoding.Write(root, format), "there", format, "/");

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Values of every kind and shape; the same seed makes the same ones.</summary>
    private sealed class RandomValues(int seed)
    {
        private const string Characters = "ab0 .\"\\/{}[]:=,+#`^?!@*&$\n\t\u00e4\u2028\u0000\U0001F600'-_~|<>%";

        // Texts that would be something else without quotes.
        private static readonly string[] s_words = ["true", "null", "10s", "1.0", "-1", "", "include", "64M", "a//b", "on"];

        private readonly Random _random = new(seed);

        internal HoconObject Object(int depth)
        {
            Dictionary<string, HoconValue> fields = [];
            for (int i = _random.Next(6); i > 0; i--)
            {
                fields[Text()] = Value(depth - 1);
            }

            return HoconObject.Of(fields);
        }

        private HoconValue Value(int depth) => _random.Next(depth > 0 ? 10 : 7) switch
        {
            0 => HoconScalar.Null(),
            1 => HoconScalar.Boolean(_random.Next(2) == 0),
            2 => HoconScalar.Number(_random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64)),
            3 => HoconScalar.Number(_random.NextDouble() * Math.Pow(10, _random.Next(-30, 30))),
            4 => HoconScalar.NumberAsSpelt(string.Create(CultureInfo.InvariantCulture, $"{_random.Next()}.{_random.Next()}0e{_random.Next(-9, 9)}")),
            5 => HoconScalar.String(s_words[_random.Next(s_words.Length)]),
            6 => HoconScalar.String(Text()),
            7 => HoconArray.Of([.. Enumerable.Range(0, _random.Next(5)).Select(_ => Value(depth - 1))]),
            _ => Object(depth),
        };

        private string Text()
        {
            string text = "";
            for (int i = _random.Next(8); i > 0; i--)
            {
                // By code points: halves of a pair are a test of their own.
                int at = _random.Next(Characters.Length);
                at = char.IsLowSurrogate(Characters[at]) ? at - 1 : at;
                text += char.IsHighSurrogate(Characters[at]) ? Characters.Substring(at, 2) : Characters[at];
            }

            return text;
        }
    }
}

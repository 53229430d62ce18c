using MessagePack;

namespace Helios.Control.Tests.Wire;

public class UnionFormatterTests
{
    private static readonly UnionFormatter<Change> s_today = new(
        tag => new Unheard(tag),
        UnionCase<Change>.Of(1, Grown.Formatter),
        UnionCase<Change>.Of(2, Renamed.Formatter));

    private static readonly UnionFormatter<Change> s_strict = new(UnionCase<Change>.Of(1, Grown.Formatter));

    [Fact]
    public void Each_kind_travels_under_its_number()
    {
        Assert.Equal("920181a2627905", Hex(s_today, new Grown(5)));
        Assert.Equal(new Grown(5), Read(s_today, "92 01 81 a26279 05"));
        Assert.Equal(new Renamed("x"), Read(s_today, "92 02 81 a2746f a178"));
    }

    [Fact]
    public void A_kind_from_a_newer_side_is_skipped_and_shown_or_refused()
    {
        Assert.Equal(new Unheard(3), Read(s_today, "92 03 82 01 02 03 04"));
        Assert.Equal("Change number 2 is not known here", Assert.Throws<MessagePackSerializationException>(() => Read(s_strict, "92 02 80")).Message);
    }

    [Fact]
    public void Further_elements_are_skipped_and_missing_ones_refused()
    {
        Assert.Equal(new Grown(5), Read(s_today, "94 01 81 a26279 05 c0 91 00"));
        Assert.Throws<MessagePackSerializationException>(() => Read(s_today, "91 01"));
        Assert.Throws<MessagePackSerializationException>(() => Read(s_today, "92 01 c0"));
        Assert.Throws<MessagePackSerializationException>(() => Read(s_today, "c0"));
    }

    [Fact]
    public void A_kind_that_was_not_described_cannot_be_written()
        => Assert.Equal("Unheard is not among the kinds of Change", Assert.Throws<MessagePackSerializationException>(() => Hex(s_today, new Unheard(1))).Message);

    [Fact]
    public void A_number_or_a_kind_described_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new UnionFormatter<Change>(UnionCase<Change>.Of(1, Grown.Formatter), UnionCase<Change>.Of(1, Renamed.Formatter)));
        Assert.Throws<ArgumentException>(() => new UnionFormatter<Change>(UnionCase<Change>.Of(1, Grown.Formatter), UnionCase<Change>.Of(2, Grown.Formatter)));
    }

    private static string Hex(UnionFormatter<Change> formatter, Change change)
        => Bytes.Hex((ref writer) => formatter.Serialize(ref writer, change, MessagePackSerializerOptions.Standard));

    private static Change Read(UnionFormatter<Change> formatter, string hex)
    {
        MessagePackReader reader = Bytes.Reader(hex);
        Change change = formatter.Deserialize(ref reader, MessagePackSerializerOptions.Standard);
        Assert.True(reader.End);
        Assert.Equal(0, reader.Depth);
        return change;
    }

    internal abstract record Change;

    internal sealed record Unheard(int Number) : Change;

    internal sealed record Grown(int By) : Change
    {
        internal static readonly MapFormatter<Grown, Draft> Formatter = new(
            default,
            draft => new Grown(draft.By),
            new MapField<Grown, Draft>("by", (ref w, m, o) => w.Write(m.By), (ref r, ref d, o) => d.By = r.ReadInt32()));

        internal struct Draft
        {
            internal int By;
        }
    }

    internal sealed record Renamed(string To) : Change
    {
        internal static readonly MapFormatter<Renamed, Draft> Formatter = new(
            new Draft { To = "" },
            draft => new Renamed(draft.To),
            new MapField<Renamed, Draft>("to", (ref w, m, o) => w.Write(m.To), (ref r, ref d, o) => d.To = r.ReadString() ?? ""));

        internal struct Draft
        {
            internal string To;
        }
    }
}

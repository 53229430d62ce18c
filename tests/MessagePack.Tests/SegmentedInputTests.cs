using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Helios.MessagePack.Tests;

/// <summary>Where the input is cut makes no difference.</summary>
public class SegmentedInputTests
{
    private static readonly byte[] s_mixture = Bytes.Of((ref writer) =>
    {
        writer.WriteArrayHeader(16);
        writer.Write(5);
        writer.Write(-200);
        writer.Write(70000);
        writer.Write(long.MinValue);
        writer.Write(1.5f);
        writer.Write(2.5d);
        writer.Write("日本 and a text that is longer than thirty-one bytes");
        writer.Write(Bytes.Repeat(7, 300));
        writer.Write(new DateTime(2026, 11, 22, 3, 4, 5, DateTimeKind.Utc));
        writer.WriteExtensionFormat(new ExtensionResult(9, Bytes.Repeat(1, 5)));
        writer.WriteMapHeader(1);
        writer.Write("key");
        writer.WriteNil();
        writer.Write(true);
        writer.Write("");
        writer.Write(ulong.MaxValue);
        writer.Write(new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        writer.WriteArrayHeader(0);
    });

    [Fact]
    public void Every_place_for_a_cut_gives_the_same_values_and_positions()
    {
        string expected = Read(new ReadOnlySequence<byte>(s_mixture));
        for (int at = 0; at <= s_mixture.Length; at++)
        {
            Assert.Equal(expected, Read(Bytes.SplitAt(s_mixture, at)));
        }

        Assert.Equal(expected, Read(Bytes.Dust(s_mixture)));
    }

    [Fact]
    public void Every_place_for_a_cut_is_skipped_and_sliced_alike()
    {
        for (int at = 0; at <= s_mixture.Length; at++)
        {
            MessagePackReader reader = new(Bytes.SplitAt([.. s_mixture, 0x2a], at));
            MessagePackReader ahead = reader.CreatePeekReader();
            Assert.Equal(s_mixture, ahead.ReadRaw().ToArray());
            Assert.Equal(0, reader.Consumed);
            reader.Skip();
            Assert.Equal(s_mixture.Length, reader.Consumed);
            Assert.Equal(1, reader.Sequence.Slice(reader.Position).Length);
            Assert.Equal(0x2a, reader.ReadInt32());
            Assert.True(reader.End);
            Assert.Throws<EndOfStreamException>(() => new MessagePackReader(Bytes.SplitAt(s_mixture, 1)).ReadRaw(s_mixture.Length + 1));
        }
    }

    [Fact]
    public void Text_is_handed_out_as_a_span_only_in_one_piece()
    {
        byte[] bytes = Bytes.Of((ref writer) => writer.Write("hello"));
        for (int at = 0; at <= bytes.Length; at++)
        {
            MessagePackReader reader = new(Bytes.SplitAt(bytes, at));
            bool whole = reader.TryReadStringSpan(out ReadOnlySpan<byte> span);
            Assert.Equal(at is 0 or 1 or 6, whole);
            Assert.Equal(whole ? "hello"u8.ToArray() : [], span.ToArray());
            if (!whole)
            {
                Assert.Equal(0, reader.Consumed);
                Assert.Equal("hello"u8.ToArray(), reader.ReadStringSequence().GetValueOrDefault().ToArray());
            }

            Assert.True(reader.End);
        }
    }

    [Fact]
    public void An_incomplete_header_is_told_from_a_wrong_one()
    {
        foreach (string hex in new[] { "", "dc", "dc00", "dd000000" })
        {
            MessagePackReader reader = Bytes.Reader(hex);
            Assert.False(reader.TryReadArrayHeader(out _));
            Assert.Equal(0, reader.Consumed);
        }

        foreach (string hex in new[] { "", "de", "de00", "df000000" })
        {
            Assert.False(Bytes.Reader(hex).TryReadMapHeader(out _));
        }

        foreach (string hex in new[] { "", "d4", "c7", "c700", "c80000", "c900000000" })
        {
            Assert.False(Bytes.Reader(hex).TryReadExtensionFormatHeader(out _));
        }

        Assert.Throws<MessagePackSerializationException>(() => Bytes.Reader("80").TryReadArrayHeader(out _));
        Assert.Throws<MessagePackSerializationException>(() => Bytes.Reader("90").TryReadMapHeader(out _));
        Assert.Throws<MessagePackSerializationException>(() => Bytes.Reader("00").TryReadExtensionFormatHeader(out _));
    }

    [Fact]
    public void A_clone_keeps_the_settings_and_reads_other_bytes()
    {
        using CancellationTokenSource source = new();
        MessagePackReader reader = new(s_mixture) { CancellationToken = source.Token, Depth = 3 };
        MessagePackReader clone = reader.Clone(new ReadOnlySequence<byte>(new byte[] { 7 }));
        Assert.Equal(source.Token, clone.CancellationToken);
        Assert.Equal(3, clone.Depth);
        Assert.Equal(7, clone.ReadInt32());
        Assert.Equal(0, reader.Consumed);
    }

    [Fact]
    public void Any_value_survives_the_way_out_and_back_in_one_piece_and_in_dust()
        => Prop.ForAll(AnyValue.Arbitrary, value =>
        {
            byte[] bytes = AnyValue.Encode(value);
            return Read(new ReadOnlySequence<byte>(bytes)) == AnyValue.Describe(value)
                && (bytes.Length > 2000 || Read(Bytes.Dust(bytes)) == AnyValue.Describe(value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static string Read(ReadOnlySequence<byte> input)
    {
        MessagePackReader reader = new(input);
        string description = AnyValue.Describe(AnyValue.Read(ref reader));
        Assert.True(reader.End);
        Assert.Equal(input.Length, reader.Consumed);
        Assert.Equal(0, input.Slice(reader.Position).Length);
        return description;
    }
}

using System.Buffers;

namespace Helios.MessagePack.Tests;

/// <summary>Every format of the specification, written and read, byte for byte.</summary>
public class SpecificationTests
{
    /// <summary>The example that stands on msgpack.org: 27 bytes of JSON in 18.</summary>
    [Fact]
    public void The_example_of_the_front_page_takes_18_bytes()
    {
        byte[] bytes = Bytes.Of((ref writer) =>
        {
            writer.WriteMapHeader(2);
            writer.Write("compact");
            writer.Write(true);
            writer.Write("schema");
            writer.Write(0);
        });

        Assert.Equal("82a7636f6d70616374c3a6736368656d6100", Convert.ToHexStringLower(bytes));
        Assert.Equal(18, bytes.Length);
    }

    [Fact]
    public void Nil_and_booleans_are_one_byte()
    {
        Assert.Equal("c0c3c2", Bytes.Hex((ref writer) =>
        {
            writer.WriteNil();
            writer.Write(true);
            writer.Write(false);
        }));

        MessagePackReader reader = Bytes.Reader("c0c0c3c2");
        Assert.True(reader.IsNil);
        Assert.Equal(Nil.Default, reader.ReadNil());
        Assert.True(reader.TryReadNil());
        Assert.False(reader.TryReadNil());
        Assert.True(reader.ReadBoolean());
        Assert.False(reader.ReadBoolean());
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData(0L, "00")]
    [InlineData(127L, "7f")]
    [InlineData(128L, "cc80")]
    [InlineData(255L, "ccff")]
    [InlineData(256L, "cd0100")]
    [InlineData(65535L, "cdffff")]
    [InlineData(65536L, "ce00010000")]
    [InlineData(4294967295L, "ceffffffff")]
    [InlineData(4294967296L, "cf0000000100000000")]
    [InlineData(long.MaxValue, "cf7fffffffffffffff")]
    [InlineData(-1L, "ff")]
    [InlineData(-32L, "e0")]
    [InlineData(-33L, "d0df")]
    [InlineData(-128L, "d080")]
    [InlineData(-129L, "d1ff7f")]
    [InlineData(-32768L, "d18000")]
    [InlineData(-32769L, "d2ffff7fff")]
    [InlineData(-2147483648L, "d280000000")]
    [InlineData(-2147483649L, "d3ffffffff7fffffff")]
    [InlineData(long.MinValue, "d38000000000000000")]
    public void Integers_take_their_shortest_form(long value, string hex)
    {
        Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write(value)));
        Assert.Equal(value, Bytes.Reader(hex).ReadInt64());
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((int)value)));
        }

        if (value is >= short.MinValue and <= short.MaxValue)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((short)value)));
        }

        if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((sbyte)value)));
        }

        if (value >= 0)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((ulong)value)));
        }

        if (value is >= 0 and <= uint.MaxValue)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((uint)value)));
        }

        if (value is >= 0 and <= ushort.MaxValue)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((ushort)value)));
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((char)value)));
            Assert.Equal((char)value, Bytes.Reader(hex).ReadChar());
        }

        if (value is >= 0 and <= byte.MaxValue)
        {
            Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write((byte)value)));
        }
    }

    [Fact]
    public void The_largest_unsigned_integer_is_uint_64()
    {
        Assert.Equal("cfffffffffffffffff", Bytes.Hex((ref writer) => writer.Write(ulong.MaxValue)));
        Assert.Equal(ulong.MaxValue, Bytes.Reader("cfffffffffffffffff").ReadUInt64());
    }

    [Fact]
    public void A_width_can_be_forced_and_every_width_is_read_where_the_value_fits()
    {
        Assert.Equal("cc01cd0001ce00000001cf0000000000000001d001d10001d200000001d30000000000000001", Bytes.Hex((ref writer) =>
        {
            writer.WriteUInt8(1);
            writer.WriteUInt16(1);
            writer.WriteUInt32(1);
            writer.WriteUInt64(1);
            writer.WriteInt8(1);
            writer.WriteInt16(1);
            writer.WriteInt32(1);
            writer.WriteInt64(1);
        }));

        foreach (string one in new[] { "01", "cc01", "cd0001", "ce00000001", "cf0000000000000001", "d001", "d10001", "d200000001", "d30000000000000001" })
        {
            Assert.Equal(1, Bytes.Reader(one).ReadByte());
            Assert.Equal(1, Bytes.Reader(one).ReadSByte());
            Assert.Equal(1, Bytes.Reader(one).ReadInt16());
            Assert.Equal(1, Bytes.Reader(one).ReadUInt16());
            Assert.Equal(1, Bytes.Reader(one).ReadInt32());
            Assert.Equal(1u, Bytes.Reader(one).ReadUInt32());
            Assert.Equal(1L, Bytes.Reader(one).ReadInt64());
            Assert.Equal(1UL, Bytes.Reader(one).ReadUInt64());
            Assert.Equal(1f, Bytes.Reader(one).ReadSingle());
            Assert.Equal(1d, Bytes.Reader(one).ReadDouble());
        }
    }

    [Fact]
    public void Floats_are_big_endian_and_a_float_32_widens()
    {
        Assert.Equal("ca3fc00000cb3ff8000000000000", Bytes.Hex((ref writer) =>
        {
            writer.Write(1.5f);
            writer.Write(1.5d);
        }));
        Assert.Equal(1.5f, Bytes.Reader("ca3fc00000").ReadSingle());
        Assert.Equal(1.5d, Bytes.Reader("ca3fc00000").ReadDouble());
        Assert.Equal(1.5d, Bytes.Reader("cb3ff8000000000000").ReadDouble());
        Assert.Equal(18446744073709551615d, Bytes.Reader("cfffffffffffffffff").ReadDouble());
        Assert.Throws<MessagePackSerializationException>(() => Bytes.Reader("cb3ff8000000000000").ReadSingle());
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void Text_takes_the_shortest_header(int length, string header)
    {
        string text = new('a', length);
        byte[] expected = [.. Bytes.FromHex(header), .. Bytes.Repeat((byte)'a', length)];

        Assert.Equal(expected, Bytes.Of((ref writer) => writer.Write(text)));
        Assert.Equal(expected, Bytes.Of((ref writer) => writer.Write(text.AsSpan())));
        Assert.Equal(expected, Bytes.Of((ref writer) => writer.WriteString(Bytes.Repeat((byte)'a', length))));
        Assert.Equal(expected, Bytes.Of((ref writer) => writer.WriteString(Bytes.Dust(Bytes.Repeat((byte)'a', length)))));
        Assert.Equal(text, new MessagePackReader(expected).ReadString());

        MessagePackReader reader = new(expected);
        Assert.True(reader.TryReadStringSpan(out ReadOnlySpan<byte> span));
        Assert.Equal(length, span.Length);
        Assert.True(reader.End);
    }

    /// <summary>The header is first taken to be that of as many bytes as chars; each text here needs more.</summary>
    [Theory]
    [InlineData(11, 3, "d921")]
    [InlineData(31, 2, "d93e")]
    [InlineData(86, 3, "da0102")]
    [InlineData(200, 2, "da0190")]
    [InlineData(21846, 3, "db00010002")]
    public void Text_beyond_ascii_takes_the_shortest_header_too(int chars, int bytesEach, string header)
    {
        string text = new(bytesEach == 2 ? 'ß' : '日', chars);
        byte[] bytes = Bytes.Of((ref writer) =>
        {
            writer.GetSpan((chars * 3) + 16);
            writer.Write(text);
        });

        Assert.Equal(header, Convert.ToHexStringLower(bytes.AsSpan(0, header.Length / 2)));
        Assert.Equal((header.Length / 2) + (chars * bytesEach), bytes.Length);
        Assert.Equal(text, new MessagePackReader(bytes).ReadString());
        Assert.Equal(bytes, Bytes.Of((ref writer) => writer.Write(text)));
    }

    [Fact]
    public void Null_text_and_null_bytes_are_nil()
    {
        Assert.Equal("c0c0", Bytes.Hex((ref writer) =>
        {
            writer.Write((string?)null);
            writer.Write((byte[]?)null);
        }));
        Assert.Null(Bytes.Reader("c0").ReadString());
        Assert.Null(Bytes.Reader("c0").ReadStringSequence());
        Assert.Null(Bytes.Reader("c0").ReadBytes());
        Assert.False(Bytes.Reader("c0").TryReadStringSpan(out _));
    }

    [Fact]
    public void What_is_not_unicode_becomes_the_replacement_character_both_ways()
    {
        Assert.Equal("a3efbfbd", Bytes.Hex((ref writer) => writer.Write("\ud800")));
        Assert.Equal("\ufffd", Bytes.Reader("a1ff").ReadString());
    }

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65535, "c5ffff")]
    [InlineData(65536, "c600010000")]
    public void Bytes_take_the_shortest_header(int length, string header)
    {
        byte[] blob = Bytes.Repeat(0x5a, length);
        byte[] expected = [.. Bytes.FromHex(header), .. blob];

        Assert.Equal(expected, Bytes.Of((ref writer) => writer.Write(blob)));
        Assert.Equal(expected, Bytes.Of((ref writer) => writer.Write(blob.AsSpan())));
        Assert.Equal(expected, Bytes.Of((ref writer) => writer.Write(Bytes.Dust(blob))));
        Assert.Equal(blob, new MessagePackReader(expected).ReadBytes().GetValueOrDefault().ToArray());
    }

    [Fact]
    public void A_str_is_taken_for_bytes_as_writers_before_bin_sent_them()
        => Assert.Equal("ab"u8.ToArray(), Bytes.Reader("a26162").ReadBytes().GetValueOrDefault().ToArray());

    [Theory]
    [InlineData(0, "90")]
    [InlineData(15, "9f")]
    [InlineData(16, "dc0010")]
    [InlineData(65535, "dcffff")]
    [InlineData(65536, "dd00010000")]
    public void Arrays_take_the_shortest_header(int count, string header)
    {
        Assert.Equal(header, Bytes.Hex((ref writer) => writer.WriteArrayHeader(count)));
        byte[] whole = [.. Bytes.FromHex(header), .. Bytes.Repeat(MessagePackCode.Nil, count)];
        Assert.Equal(count, new MessagePackReader(whole).ReadArrayHeader());
        Assert.True(new MessagePackReader(whole).TryReadArrayHeader(out int read));
        Assert.Equal(count, read);

        MessagePackReader reader = new(whole);
        reader.Skip();
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData(0, "80")]
    [InlineData(15, "8f")]
    [InlineData(16, "de0010")]
    [InlineData(65535, "deffff")]
    [InlineData(65536, "df00010000")]
    public void Maps_take_the_shortest_header(int count, string header)
    {
        Assert.Equal(header, Bytes.Hex((ref writer) => writer.WriteMapHeader(count)));
        byte[] whole = [.. Bytes.FromHex(header), .. Bytes.Repeat(MessagePackCode.Nil, 2 * count)];
        Assert.Equal(count, new MessagePackReader(whole).ReadMapHeader());
        Assert.True(new MessagePackReader(whole).TryReadMapHeader(out int read));
        Assert.Equal(count, read);

        MessagePackReader reader = new(whole);
        reader.Skip();
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData(0, "c70005")]
    [InlineData(1, "d405")]
    [InlineData(2, "d505")]
    [InlineData(3, "c70305")]
    [InlineData(4, "d605")]
    [InlineData(8, "d705")]
    [InlineData(16, "d805")]
    [InlineData(17, "c71105")]
    [InlineData(255, "c7ff05")]
    [InlineData(256, "c8010005")]
    [InlineData(65535, "c8ffff05")]
    [InlineData(65536, "c90001000005")]
    public void Extensions_take_the_shortest_header(int length, string header)
    {
        byte[] data = Bytes.Repeat(0x11, length);
        byte[] expected = [.. Bytes.FromHex(header), .. data];

        Assert.Equal(expected, Bytes.Of((ref writer) => writer.WriteExtensionFormat(new ExtensionResult(5, data))));
        Assert.Equal(new ExtensionHeader(5, length), new MessagePackReader(expected).ReadExtensionFormatHeader());
        Assert.True(new MessagePackReader(expected).TryReadExtensionFormatHeader(out ExtensionHeader read));
        Assert.Equal(new ExtensionHeader(5, (uint)length), read);
        ExtensionResult result = new MessagePackReader(expected).ReadExtensionFormat();
        Assert.Equal(5, result.TypeCode);
        Assert.Equal(data, result.Data.ToArray());
    }

    [Fact]
    public void Every_first_byte_has_a_type_and_a_name()
    {
        for (int code = 0; code <= byte.MaxValue; code++)
        {
            MessagePackType type = MessagePackCode.ToMessagePackType((byte)code);
            Assert.Equal(code == MessagePackCode.NeverUsed, type == MessagePackType.Unknown);
            Assert.NotEmpty(MessagePackCode.ToFormatName((byte)code));
        }

        Assert.Equal(MessagePackType.Integer, MessagePackCode.ToMessagePackType(0xd3));
        Assert.Equal(MessagePackType.Extension, MessagePackCode.ToMessagePackType(0xd4));
        Assert.Equal(MessagePackType.String, MessagePackCode.ToMessagePackType(0xdb));
        Assert.Equal(MessagePackType.Array, MessagePackCode.ToMessagePackType(0xdd));
        Assert.Equal(MessagePackType.Map, MessagePackCode.ToMessagePackType(0xdf));
        Assert.Equal(MessagePackType.Integer, MessagePackCode.ToMessagePackType(0xe0));
    }
}

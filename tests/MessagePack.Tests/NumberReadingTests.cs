namespace Helios.MessagePack.Tests;

public class NumberReadingTests
{
    private delegate object Read(ref MessagePackReader reader);

    private static readonly (string Type, Int128 Smallest, Int128 Largest, Read Read)[] s_types =
    [
        ("Byte", byte.MinValue, byte.MaxValue, (ref reader) => reader.ReadByte()),
        ("SByte", sbyte.MinValue, sbyte.MaxValue, (ref reader) => reader.ReadSByte()),
        ("UInt16", ushort.MinValue, ushort.MaxValue, (ref reader) => reader.ReadUInt16()),
        ("Int16", short.MinValue, short.MaxValue, (ref reader) => reader.ReadInt16()),
        ("UInt32", uint.MinValue, uint.MaxValue, (ref reader) => reader.ReadUInt32()),
        ("Int32", int.MinValue, int.MaxValue, (ref reader) => reader.ReadInt32()),
        ("UInt64", ulong.MinValue, ulong.MaxValue, (ref reader) => reader.ReadUInt64()),
        ("Int64", long.MinValue, long.MaxValue, (ref reader) => reader.ReadInt64()),
    ];

    private static readonly Int128[] s_edges = s_types.SelectMany(type => new[]
        {
            type.Smallest - 1, type.Smallest, type.Smallest + 1, type.Largest - 1, type.Largest, type.Largest + 1,
        })
        .Concat([0, 1, -1, -32, -33])
        .Where(edge => edge >= long.MinValue && edge <= ulong.MaxValue)
        .Distinct()
        .ToArray();

    [Fact]
    public void A_number_is_read_where_it_fits_and_refused_by_name_where_it_does_not()
    {
        foreach (Int128 edge in s_edges)
        {
            byte[] bytes = edge > long.MaxValue
                ? Bytes.Of((ref writer) => writer.Write((ulong)edge))
                : Bytes.Of((ref writer) => writer.Write((long)edge));
            foreach ((string type, Int128 smallest, Int128 largest, Read read) in s_types)
            {
                if (edge >= smallest && edge <= largest)
                {
                    MessagePackReader reader = new(bytes);
                    Assert.Equal(edge.ToString(), $"{read(ref reader)}");
                    Assert.True(reader.End);
                }
                else
                {
                    MessagePackSerializationException error = Assert.Throws<MessagePackSerializationException>(() =>
                    {
                        MessagePackReader reader = new(bytes);
                        read(ref reader);
                    });
                    Assert.Contains($"{edge} does not fit {type}", error.Message, StringComparison.Ordinal);
                    Assert.IsType<OverflowException>(error.InnerException);
                }
            }
        }
    }

    [Fact]
    public void A_wrong_type_is_named_with_its_place()
    {
        MessagePackSerializationException error = Assert.Throws<MessagePackSerializationException>(() =>
        {
            MessagePackReader reader = Bytes.Reader("01a161");
            reader.ReadInt32();
            reader.ReadInt32();
        });

        Assert.Equal("expected an integer at byte 1 but found fixstr (0xa1)", error.Message);
    }

    [Theory]
    [InlineData("c1")]
    [InlineData("c3")]
    [InlineData("a0")]
    [InlineData("ca00000000")]
    [InlineData("90")]
    public void What_is_no_integer_is_refused(string hex)
        => Assert.Throws<MessagePackSerializationException>(() => Bytes.Reader(hex).ReadInt64());
}

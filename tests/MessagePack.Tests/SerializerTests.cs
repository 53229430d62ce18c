using System.Buffers;

namespace Helios.MessagePack.Tests;

public class SerializerTests
{
    private static readonly MessagePackSerializerOptions s_untrusted =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    [Fact]
    public void Built_in_types_come_back_as_they_were()
    {
        ComesBack(true);
        ComesBack((byte)200);
        ComesBack((sbyte)-100);
        ComesBack((short)-30000);
        ComesBack((ushort)60000);
        ComesBack(int.MinValue);
        ComesBack(uint.MaxValue);
        ComesBack(long.MinValue);
        ComesBack(ulong.MaxValue);
        ComesBack(1.25f);
        ComesBack(double.Epsilon);
        ComesBack('日');
        ComesBack(Nil.Default);
        ComesBack((int?)null);
        ComesBack((int?)5);
        ComesBack<string?>(null);
        ComesBack("text");
        ComesBack(new DateTime(2026, 11, 22, 3, 4, 5, DateTimeKind.Utc));
        ComesBack(new DateTimeOffset(2026, 11, 22, 3, 4, 5, TimeSpan.FromHours(-3.5)));
        ComesBack(TimeSpan.FromMilliseconds(-1500));
        ComesBack(Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"));
        Assert.Equal([1, 2], Again<byte[]?>([1, 2])!);
        Assert.Equal([1, 2], Again<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }).ToArray());
        Assert.Equal(["a", "b"], Again<string[]>(["a", "b"]));
        Assert.Empty(Again<string[]>([]));
        Assert.Equal(Enumerable.Range(0, 5000), Again<int[]>([.. Enumerable.Range(0, 5000)]));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (long)i), Again<List<long>>([.. Enumerable.Range(0, 5000)]));
        Assert.Null(Again<List<string>?>(null));
        Assert.Null(Again<string[]?>(null));
        Assert.Null(Again<Dictionary<string, string>?>(null));
        Assert.Equal(new Dictionary<string, string> { ["a"] = "b" }, Again(new Dictionary<string, string> { ["a"] = "b" }));
    }

    /// <summary>The forms are the official package's, so that a build with it reads what this one wrote.</summary>
    [Fact]
    public void Types_without_a_format_of_their_own_look_as_in_the_official_package()
    {
        Assert.Equal("ce00989680", Hex(TimeSpan.FromSeconds(1)));
        Assert.Equal("92d6ff0000000000", Hex(DateTimeOffset.UnixEpoch));
        Assert.Equal("d92430303030303030302d303030302d303030302d303030302d303030303030303030303030", Hex(Guid.Empty));
        Assert.Equal("41", Hex('A'));
    }

    [Fact]
    public void The_length_read_is_reported_and_what_follows_is_left_alone()
    {
        byte[] bytes = [0xa1, 0x61, 0xff, 0xff];
        Assert.Equal("a", MessagePackSerializer.Deserialize<string>(bytes, out int read));
        Assert.Equal(2, read);
        Assert.Equal("a", MessagePackSerializer.Deserialize<string>(Bytes.Dust(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a3 61")]
    [InlineData("dd ffffffff")]
    [InlineData("01")]
    [InlineData("92 a161 05")]
    public void Bad_input_ends_in_the_one_exception(string hex)
        => Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<string[]>(Bytes.FromHex(hex)));

    [Fact]
    public void The_cause_of_a_failure_is_kept()
    {
        MessagePackSerializationException error = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<string>(Bytes.FromHex("a361")));
        Assert.IsType<EndOfStreamException>(error.InnerException);
        Assert.Equal("no String could be read: the input ends early: 3 more bytes are needed at byte 1 of 2", error.Message);
    }

    [Fact]
    public void A_type_without_formatter_is_named()
        => Assert.Contains(nameof(SerializerTests), Assert.Throws<FormatterNotRegisteredException>(() => MessagePackSerializer.Serialize(this)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_offset_that_is_none_is_refused()
        => Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<DateTimeOffset>(Bytes.FromHex("92 d6ff00000000 cd4000")));

    [Fact]
    public void A_map_key_that_comes_twice_or_is_nil_is_refused()
    {
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Dictionary<string, int>>(Bytes.FromHex("82 a161 01 a161 02")));
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Dictionary<string, int>>(Bytes.FromHex("81 c0 01")));
    }

    [Fact]
    public void Depth_is_limited_by_the_options()
    {
        MessagePackSerializerOptions flat = s_untrusted.WithSecurity(MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(0));
        Assert.Contains("deeper than 0", Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<int[]>(Bytes.FromHex("9101"), flat)).Message, StringComparison.Ordinal);
        Assert.Equal(3, MessagePackSerializer.Deserialize<int>(Bytes.FromHex("03"), flat));
    }

    [Fact]
    public void Untrusted_keys_are_hashed_with_a_seed()
    {
        MessagePackSecurity security = MessagePackSecurity.TrustedData.WithHashCollisionResistant(true);
        Assert.True(security.HashCollisionResistant);
        Assert.NotEqual(0x1_0000_0001L.GetHashCode(), security.GetEqualityComparer<long>().GetHashCode(0x1_0000_0001L));
        Assert.True(security.GetEqualityComparer<Guid>().Equals(Guid.Empty, Guid.Empty));
        Assert.Equal(security.GetEqualityComparer<Guid>().GetHashCode(Guid.Empty), security.GetEqualityComparer<Guid>().GetHashCode(Guid.Empty));
        Assert.Same(EqualityComparer<string>.Default, security.GetEqualityComparer<string>());
        Assert.ThrowsAny<Exception>(security.GetEqualityComparer<SerializerTests>);
    }

    [Fact]
    public void Enums_travel_as_numbers_known_or_not()
    {
        IFormatterResolver resolver = CompositeResolver.Create(
            new IMessagePackFormatter[] { new GenericEnumFormatter<DayOfWeek>(), new GenericEnumFormatter<MessagePackType>() },
            new IFormatterResolver[] { BuiltinResolver.Instance });
        MessagePackSerializerOptions options = s_untrusted.WithResolver(resolver);
        Assert.Equal([5], MessagePackSerializer.Serialize(DayOfWeek.Friday, options));
        Assert.Equal(DayOfWeek.Friday, MessagePackSerializer.Deserialize<DayOfWeek>(new byte[] { 5 }, options));
        Assert.Equal((DayOfWeek)99, MessagePackSerializer.Deserialize<DayOfWeek>(new byte[] { 99 }, options));
        Assert.Equal(MessagePackType.Map, MessagePackSerializer.Deserialize<MessagePackType>(new byte[] { 8 }, options));
        Assert.Equal("x", MessagePackSerializer.Deserialize<string>(Bytes.FromHex("a178"), options));
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<MessagePackType>(Bytes.FromHex("cd0100"), options));
    }

    [Fact]
    public void A_formatter_that_serializes_on_its_own_disturbs_nobody()
    {
        MessagePackSerializerOptions options = s_untrusted.WithResolver(CompositeResolver.Create(new Wrapping()));
        Assert.Equal("c40107", Convert.ToHexStringLower(MessagePackSerializer.Serialize(7L, options)));
    }

    [Fact]
    public void Cancellation_reaches_collections_and_is_reported_as_any_failure()
    {
        CancellationToken cancelled = new(canceled: true);
        Assert.IsType<OperationCanceledException>(Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<int[]>(Bytes.FromHex("9101"), s_untrusted, cancelled)).InnerException);
        Assert.IsType<OperationCanceledException>(Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Serialize<int[]>(new ArrayBufferWriter<byte>(), [1], s_untrusted, cancelled)).InnerException);
    }

    [Fact]
    public void A_claimed_count_of_elements_is_paid_out_as_they_arrive()
    {
        // Each byte vouches for a GUID of 16; the first one is not even a GUID.
        byte[] claim = [0xdd, 0x00, 0x10, 0x00, 0x00, .. new byte[0x10_0000]];
        MessagePackSerializerOptions options = s_untrusted.WithResolver(CompositeResolver.Create(
            new IMessagePackFormatter[] { new ArrayFormatter<Guid>(), new ListFormatter<Guid>() }, new IFormatterResolver[] { BuiltinResolver.Instance }));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Guid[]>(claim, options));
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<List<Guid>>(claim, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static void ComesBack<T>(T value) => Assert.Equal(value, Again(value));

    private static T Again<T>(T value) => MessagePackSerializer.Deserialize<T>(MessagePackSerializer.Serialize(value, s_untrusted), s_untrusted);

    private static string Hex<T>(T value) => Convert.ToHexStringLower(MessagePackSerializer.Serialize(value, s_untrusted));

    private sealed class Wrapping : IMessagePackFormatter<long>
    {
        public void Serialize(ref MessagePackWriter writer, long value, MessagePackSerializerOptions options)
            => writer.Write(MessagePackSerializer.Serialize(value, MessagePackSerializerOptions.Standard));

        public long Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
            => MessagePackSerializer.Deserialize<long>(reader.ReadBytes().GetValueOrDefault(), MessagePackSerializerOptions.Standard);
    }
}

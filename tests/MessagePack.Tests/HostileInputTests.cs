using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Helios.MessagePack.Tests;

/// <summary>Input of a liar: only the two documented exceptions, nothing read outside, nothing allocated that the input does not pay for.</summary>
public class HostileInputTests
{
    // An empty array costs an enemy one byte and us an object with its place in a list; nothing else is dearer.
    private const int MostAllocatedForOneByte = 400;
    private const int AllocatedForAnError = 8192;

    private delegate void Read(ref MessagePackReader reader);

    [Theory]
    [InlineData("dd ffffffff")]
    [InlineData("dd 7fffffff c0c0")]
    [InlineData("dc 0003 c0c0")]
    [InlineData("92 c0")]
    [InlineData("df ffffffff")]
    [InlineData("df 7fffffff c0c0")]
    [InlineData("de 0002 c0c0c0")]
    [InlineData("81 c0")]
    [InlineData("db ffffffff 61")]
    [InlineData("db 7fffffff 61")]
    [InlineData("d9 02 61")]
    [InlineData("a2 61")]
    [InlineData("c6 ffffffff 61")]
    [InlineData("c4 02 61")]
    [InlineData("c9 ffffffff 05 61")]
    [InlineData("d8 05 61")]
    public void A_declared_length_beyond_the_input_is_refused_before_anything_is_allocated(string hex)
    {
        byte[] bytes = Bytes.FromHex(hex);
        Read[] reads =
        [
            (ref reader) => reader.Skip(),
            (ref reader) => reader.ReadRaw(),
            (ref reader) => AnyValue.Read(ref reader),
        ];
        foreach (Read read in reads)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(typeof(EndOfStreamException), Outcome(bytes, read));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedForAnError + (MostAllocatedForOneByte * bytes.Length));
        }
    }

    [Fact]
    public void Every_truncation_of_any_value_ends_in_end_of_stream()
        => Prop.ForAll(AnyValue.Arbitrary, value =>
        {
            byte[] bytes = AnyValue.Encode(value);
            return Enumerable.Range(0, bytes.Length).Where(length => bytes.Length < 500 || length % 97 == 0).All(length =>
                Outcome(bytes[..length], (ref reader) => AnyValue.Read(ref reader)) == typeof(EndOfStreamException)
                && Outcome(bytes[..length], (ref reader) => reader.Skip()) == typeof(EndOfStreamException));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Any_mutation_of_any_value_is_read_or_refused_within_bounds()
    {
        Gen<byte[]> mutated =
            from value in AnyValue.Arbitrary.Generator
            from changes in (from place in Gen.Choose(0, int.MaxValue) from to in Gen.Choose(0, 255) select (place, (byte)to)).NonEmptyListOf()
            select Mutate(AnyValue.Encode(value), changes);
        Prop.ForAll(mutated.ToArbitrary(), IsReadOrRefusedWithinBounds).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_within_bounds()
    {
        Gen<byte[]> noise = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();
        Gen<byte[]> headers = Gen.Elements<byte>(0x81, 0x8f, 0x91, 0x9f, 0xa1, 0xbf, 0xc1, 0xc4, 0xc6, 0xc7, 0xc9, 0xd4, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0x00, 0xff).ArrayOf();
        Prop.ForAll(Gen.OneOf(noise, headers).ToArbitrary(), IsReadOrRefusedWithinBounds).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    /// <summary>The long run: HELIOS_FUZZ_COUNT random inputs, for instance a million.</summary>
    [Fact]
    public void Many_random_inputs_are_read_or_refused_within_bounds()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("HELIOS_FUZZ_COUNT"), out int asked) ? asked : 20_000;
        Random random = new(20261122);
        byte[] seed = AnyValue.Encode(new object?[] { 1L, "text", new byte[] { 1, 2, 3 }, DateTime.UnixEpoch, new object?[] { null, 1.5, -70000L } });
        for (int i = 0; i < count; i++)
        {
            byte[] input = [.. seed];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                input[random.Next(input.Length)] = (byte)random.Next(256);
            }

            Assert.True(IsReadOrRefusedWithinBounds(input), Convert.ToHexString(input));
        }
    }

    [Fact]
    public void Nesting_is_limited_when_reading_and_costs_no_stack_when_skipping()
    {
        const int Levels = 1_000_000;
        byte[] nested = [.. Bytes.Repeat(0x91, Levels), 0xc0];
        Assert.Equal(typeof(MessagePackSerializationException), Outcome(nested, (ref reader) => AnyValue.Read(ref reader)));
        Assert.Null(Outcome(nested, (ref reader) => reader.Skip()));

        byte[] allowed = [.. Bytes.Repeat(0x91, 500), 0xc0];
        Assert.Null(Outcome(allowed, (ref reader) => AnyValue.Read(ref reader)));
        byte[] tooDeep = [.. Bytes.Repeat(0x91, 501), 0xc0];
        Assert.Equal(typeof(MessagePackSerializationException), Outcome(tooDeep, (ref reader) => AnyValue.Read(ref reader)));
    }

    [Fact]
    public void Arrays_that_promise_each_other_more_than_there_is_are_skipped_in_bounded_time()
    {
        // Each header is honest about itself, but together they ask for far more than is left.
        byte[] bytes = [.. Enumerable.Range(0, 30_000).SelectMany(_ => new byte[] { 0xdc, 0x7f, 0xff }), .. new byte[40_000]];
        Assert.Equal(typeof(EndOfStreamException), Outcome(bytes, (ref reader) => reader.Skip()));
    }

    private static bool IsReadOrRefusedWithinBounds(byte[] input)
    {
        long bound = AllocatedForAnError + (MostAllocatedForOneByte * (long)input.Length);
        bool dust = input.Length < 500;
        ReadOnlySequence<byte> pieces = dust ? Bytes.Dust(input) : new ReadOnlySequence<byte>(input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Type? whole = Outcome(input, (ref reader) => AnyValue.Read(ref reader));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Type? skipped = Outcome(input, (ref reader) => reader.Skip());
        Type? split = Outcome(pieces, (ref reader) => AnyValue.Read(ref reader));
        return allocated <= bound && whole == split && (whole is not null || skipped is null);
    }

    private static byte[] Mutate(byte[] bytes, IEnumerable<(int Place, byte To)> changes)
    {
        foreach ((int place, byte to) in changes)
        {
            bytes[place % bytes.Length] = to;
        }

        return bytes;
    }

    private static Type? Outcome(byte[] input, Read read) => Outcome(new ReadOnlySequence<byte>(input), read);

    // Any other exception leaves the test and fails it.
    private static Type? Outcome(ReadOnlySequence<byte> input, Read read)
    {
        try
        {
            MessagePackReader reader = new(input);
            read(ref reader);
            return null;
        }
        catch (Exception error) when (error is MessagePackSerializationException or EndOfStreamException)
        {
            return error.GetType();
        }
    }
}

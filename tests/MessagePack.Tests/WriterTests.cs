using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Helios.MessagePack.Tests;

public class WriterTests
{
    [Fact]
    public void Nothing_reaches_the_buffer_before_flush_and_everything_after()
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        writer.Write(1);
        writer.Write("two");
        Assert.Equal(0, output.WrittenCount);
        writer.Flush();
        writer.Flush();
        Assert.Equal("01a374776f", Convert.ToHexStringLower(output.WrittenSpan));
        writer.Write(3);
        writer.Flush();
        Assert.Equal("01a374776f03", Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Fact]
    public void Any_value_looks_the_same_when_the_buffer_gives_no_byte_more_than_asked_for()
        => Prop.ForAll(AnyValue.Arbitrary, value =>
        {
            Stingy stingy = new();
            MessagePackWriter writer = new(stingy);
            AnyValue.Write(ref writer, value);
            writer.Flush();
            return stingy.Written.SequenceEqual(AnyValue.Encode(value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Raw_bytes_and_hand_filled_spans_are_taken_as_they_are()
        => Assert.Equal("930102a16103", Bytes.Hex((ref writer) =>
        {
            writer.WriteRaw(Bytes.FromHex("9301"));
            writer.WriteRaw(Bytes.Dust(Bytes.FromHex("02a161")));
            writer.GetSpan(1)[0] = 3;
            writer.Advance(1);
        }));

    [Fact]
    public void Advance_refuses_more_than_was_handed_out()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            MessagePackWriter writer = new(new Stingy());
            writer.GetSpan(2);
            writer.Advance(3);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes.Of((ref writer) => writer.WriteArrayHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes.Of((ref writer) => writer.WriteMapHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes.Of((ref writer) => writer.WriteBinHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes.Of((ref writer) => writer.WriteStringHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExtensionHeader(1, -1));
        Assert.Throws<ArgumentNullException>(() => new MessagePackWriter(null!));
    }

    [Fact]
    public void A_clone_keeps_the_settings_and_writes_elsewhere()
    {
        using CancellationTokenSource source = new();
        ArrayBufferWriter<byte> other = new();
        MessagePackWriter writer = new(new ArrayBufferWriter<byte>()) { CancellationToken = source.Token };
        MessagePackWriter clone = writer.Clone(other);
        clone.Write(9);
        clone.Flush();
        Assert.Equal(source.Token, clone.CancellationToken);
        Assert.Equal([9], other.WrittenSpan.ToArray());
    }

    private sealed class Stingy : IBufferWriter<byte>
    {
        private byte[] _open = [];

        internal List<byte> Written { get; } = [];

        public void Advance(int count)
        {
            Written.AddRange(_open.AsSpan(0, count));
            _open = [];
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _open = new byte[Math.Max(1, sizeHint)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}

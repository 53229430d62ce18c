using Helios.Linux;

namespace Helios.Cli;

/// <summary>Standard input, output or error as a stream whose failures are system calls with an errno, not texts of the framework.</summary>
internal sealed class StandardStream(int descriptor) : Stream
{
    private readonly FileFd _fd = FileFd.Borrow(descriptor);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => DescriptorIo.Read(_fd, buffer);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => DescriptorIo.WriteAll(_fd, buffer);
}

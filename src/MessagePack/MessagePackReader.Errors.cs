namespace Helios.MessagePack;

public ref partial struct MessagePackReader
{
    private readonly EndOfStreamException Truncated(long needed)
        => new($"the input ends early: {needed} more bytes are needed at byte {Consumed} of {_length}");

    // Called after the code byte has been taken, hence the step back.
    private readonly MessagePackSerializationException Unexpected(byte code, string wanted)
        => new($"expected {wanted} at byte {Consumed - 1} but found {MessagePackCode.ToFormatName(code)} (0x{code:x2})");

    private readonly MessagePackSerializationException OutOfRange(string what)
        => new($"{what}, just before byte {Consumed}", new OverflowException());
}

using System.Text;

namespace Helios.Shell;

/// <summary>Text that holds any bytes: UTF-8 where it is, and each other byte as one lone surrogate, so that it can be written back as it came.</summary>
/// <remarks>File names, arguments and variables of a Unix system are bytes without a NUL; a shell must pass on every one of them unchanged.</remarks>
internal static class ByteText
{
    // U+DC80 to U+DCFF stand for the bytes 0x80 to 0xFF that are no UTF-8. Real text cannot hold them: UTF-8 has no surrogates.
    private const char FirstByte = '\uDC80';
    private const char LastByte = '\uDCFF';

    /// <summary>Reads bytes.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        StringBuilder text = new(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                // One byte at a time: the next may begin a character.
                length = 1;
                text.Append((char)(FirstByte + (bytes[0] - 0x80)));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>Writes the bytes that were read.</summary>
    internal static byte[] Encode(ReadOnlySpan<char> text)
    {
        byte[] buffer = new byte[LengthOf(text)];
        Encode(text, buffer);
        return buffer;
    }

    /// <summary>The same with a NUL behind, as the kernel takes it.</summary>
    internal static byte[] EncodeWithNul(ReadOnlySpan<char> text)
    {
        byte[] buffer = new byte[LengthOf(text) + 1];
        Encode(text, buffer);
        return buffer;
    }

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }

        int length = 0;
        while (!text.IsEmpty)
        {
            length += Next(text, out Rune rune, out int consumed) ? rune.Utf8SequenceLength : 1;
            text = text[consumed..];
        }

        return length;
    }

    private static void Encode(ReadOnlySpan<char> text, Span<byte> target)
    {
        if (Ascii.IsValid(text))
        {
            Encoding.ASCII.GetBytes(text, target);
            return;
        }

        while (!text.IsEmpty)
        {
            if (Next(text, out Rune rune, out int consumed))
            {
                target = target[rune.EncodeToUtf8(target)..];
            }
            else
            {
                target[0] = (byte)(text[0] is >= FirstByte and <= LastByte ? text[0] - FirstByte + 0x80 : '?');
                target = target[1..];
            }

            text = text[consumed..];
        }
    }

    private static bool Next(ReadOnlySpan<char> text, out Rune rune, out int consumed)
    {
        bool isRune = Rune.DecodeFromUtf16(text, out rune, out consumed) == System.Buffers.OperationStatus.Done;
        consumed = Math.Max(consumed, 1);
        return isRune;
    }
}

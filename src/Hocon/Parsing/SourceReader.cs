using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Helios.Hocon;

/// <summary>Bytes to text: bounded, and strict about UTF-8.</summary>
internal static class SourceReader
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>False with the reason when the file cannot be read, is too big or is not UTF-8.</summary>
    internal static bool TryReadFile(string path, HoconLimits limits, out string text, [NotNullWhen(false)] out string? fault)
    {
        text = "";
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

            // The length of a device or of a file in /proc says nothing, so the count is kept while reading.
            using MemoryStream bytes = new(file.CanSeek ? (int)Math.Min(file.Length, limits.MaxInputBytes) + 1 : 4096);
            byte[] chunk = new byte[64 * 1024];
            for (int read = file.Read(chunk); read > 0; read = file.Read(chunk))
            {
                if (bytes.Length + read > limits.MaxInputBytes)
                {
                    fault = $"the file is larger than {limits.MaxInputBytes} bytes; that is the limit";
                    return false;
                }

                bytes.Write(chunk, 0, read);
            }

            return TryDecode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), out text, out fault);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = $"the file cannot be read: {error.Message}";
            return false;
        }
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            text = s_strict.GetString(bytes);
            fault = null;
            return true;
        }
        catch (DecoderFallbackException error)
        {
            text = "";
            fault = $"the bytes are not UTF-8 at offset {error.Index}; save the file as UTF-8";
            return false;
        }
    }
}

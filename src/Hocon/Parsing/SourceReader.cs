using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
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
            fault = $"the file cannot be read: {Why(error, path)}";
            return false;
        }
    }

    // The framework's own messages are left out of programs that are compiled ahead, so what happened is said here.
    private static string Why(Exception error, string path) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        UnauthorizedAccessException => Directory.Exists(path) ? "is a directory" : "permission denied",
        PathTooLongException => "file name too long",
        _ when error.HResult is > 0 and < 4096 => Marshal.GetPInvokeErrorMessage(error.HResult) is { Length: > 0 } text ? char.ToLowerInvariant(text[0]) + text[1..] : "input/output error",
        _ => "input/output error",
    };

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

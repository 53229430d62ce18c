using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>.</c>, <c>source</c> and <c>eval</c></summary>
internal static class SourceBuiltin
{
    private const int MaxBytes = 16 << 20;

    internal static int Run(BuiltinCall call)
    {
        if (call.Count == 0)
        {
            return call.Fail("the name of a file is missing", 2);
        }

        string? path = Find(call.State, call[0]);
        if (path is null || ReadAll(call.State, path) is not { } text)
        {
            return call.Fail($"{call[0]}: {Errno.ENOENT.Text()}");
        }

        string[] outside = call.State.Arguments;
        call.State.Arguments = call.Count > 1 ? [.. call.Arguments.Skip(1)] : outside;
        try
        {
            return new Interpreter(call.Executor).RunText(text);
        }
        finally
        {
            call.State.Arguments = call.Count > 1 ? outside : call.State.Arguments;
        }
    }

    internal static int Evaluate(BuiltinCall call) => new Interpreter(call.Executor).RunText(string.Join(' ', call.Arguments));

    /// <summary>Reads a file; null when it cannot be read.</summary>
    internal static string? ReadAll(ShellState state, string path)
    {
        using FileFd? file = PathCalls.TryOpen(state.Directory.Descriptor, ByteText.EncodeWithNul(path), OpenFlags.O_RDONLY, 0, out _);
        if (file is null)
        {
            return null;
        }

        List<byte> bytes = [];
        byte[] buffer = new byte[16384];
        while (DescriptorIo.TryRead(file, buffer, out Errno errno) is var count && (count > 0 || errno != Errno.None))
        {
            // A device may have no end; no script is as long as that.
            if (errno != Errno.None || bytes.Count + count > MaxBytes)
            {
                return null;
            }

            bytes.AddRange(buffer.AsSpan(0, count));
        }

        return ByteText.Decode(bytes.ToArray());
    }

    // Along PATH, where the file need not be a program; and in the working directory.
    private static string? Find(ShellState state, string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return name;
        }

        foreach (string directory in (state.Variables.Get("PATH") ?? "").Split(':'))
        {
            string candidate = $"{(directory.Length == 0 ? "." : directory)}/{name}";
            if (PathCalls.TryStat(state.Directory.Descriptor, ByteText.EncodeWithNul(candidate), true, out FileStatus status, out _) && status.Type == FileModes.S_IFREG)
            {
                return candidate;
            }
        }

        return name;
    }
}

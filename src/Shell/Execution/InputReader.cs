using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Runs the commands that come from an input at which nobody types.</summary>
/// <remarks>Commands may read from the same input, so never more is taken from it than the lines that are run: byte by byte, or by going back in a file.</remarks>
internal sealed class InputReader(Executor executor, FileFd input)
{
    internal int Run()
    {
        int status = 0;
        int lines = 0;
        string text = "";
        while (ReadLine() is { } line)
        {
            text += line.Replace("\0", "", StringComparison.Ordinal);
            if (!TryRun(text, lines, isLast: false, ref status))
            {
                continue;
            }

            lines += text.Count(static c => c == '\n');
            text = "";
        }

        TryRun(text, lines, isLast: true, ref status);
        return status;
    }

    private bool TryRun(string text, int lines, bool isLast, ref int status)
    {
        // A backslash at the end joins the next line to this one.
        if (!isLast && text.EndsWith("\\\n", StringComparison.Ordinal) && IsContinued(text))
        {
            return false;
        }

        List<CommandList> commands = [];
        try
        {
            Parser parser = new(new Lexer(text, firstLine: lines + 1) { Aliases = name => executor.State.Aliases.GetValueOrDefault(name) });
            while (parser.ParseLine() is { } list)
            {
                commands.Add(list);
            }
        }
        catch (SyntaxException error) when (!isLast && error.IsIncomplete)
        {
            return false;
        }
        catch (SyntaxException error)
        {
            executor.Complain(error.Message);
            throw new ShellExitException(2);
        }

        foreach (CommandList list in commands)
        {
            status = executor.Run(list);
        }

        return true;
    }

    private static bool IsContinued(string text)
    {
        int backslashes = 0;
        for (int i = text.Length - 2; i >= 0 && text[i] == '\\'; i--)
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }

    private string? ReadLine()
    {
        List<byte> line = [];
        // Each time anew: exec may have made it another one.
        bool isFile = input.TryMove(0);
        byte[] buffer = new byte[isFile ? 4096 : 1];
        while (true)
        {
            if (!executor.WaitForInput(input))
            {
                executor.RunTraps();
                continue;
            }

            int count = DescriptorIo.TryRead(input, buffer, out _);
            if (count == 0)
            {
                return line.Count == 0 ? null : ByteText.Decode(CollectionsMarshal.AsSpan(line));
            }

            int end = Array.IndexOf(buffer, (byte)'\n', 0, count);
            line.AddRange(buffer.AsSpan(0, end < 0 ? count : end + 1));
            if (end >= 0)
            {
                if (isFile)
                {
                    input.TryMove(end + 1 - count);
                }

                return ByteText.Decode(CollectionsMarshal.AsSpan(line));
            }
        }
    }
}

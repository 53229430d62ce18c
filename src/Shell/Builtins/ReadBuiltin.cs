using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>read</c></summary>
internal static class ReadBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        bool isRaw = false;
        string prompt = "";
        int at = call.TakeOptions("rp:", (letter, argument) => (isRaw, prompt) = letter == 'r' ? (true, prompt) : (isRaw, argument));
        if (at < 0)
        {
            return 2;
        }

        string[] names = [.. call.Arguments.Skip(at)];
        names = names.Length == 0 ? ["REPLY"] : names;
        if (Array.Find(names, static name => !Lexer.IsName(name)) is { } bad)
        {
            return call.Fail($"{bad}: not a name for a variable", 2);
        }

        if (call.State.Files.Get(0) is not { } input)
        {
            return call.Fail("the input is closed");
        }

        if (prompt.Length > 0 && Terminal.Is(input.Descriptor))
        {
            call.Executor.WriteTo(2, prompt);
        }

        List<(char Character, bool IsEscaped)> line = [];
        int status = ReadLine(call, input, isRaw, line);
        Assign(call.State, names, line);
        return status;
    }

    private static int ReadLine(BuiltinCall call, OpenFile input, bool isRaw, List<(char Character, bool IsEscaped)> line)
    {
        List<byte> pending = [];
        bool isEscaped = false;
        Span<byte> one = stackalloc byte[1];
        while (true)
        {
            // Byte by byte: what follows the line is for whoever reads next.
            if (!call.Executor.WaitForInput(input.Descriptor))
            {
                return 128 + (int)SignalNumbers.SIGINT;
            }

            if (DescriptorIo.TryRead(input.Descriptor, one, out _) == 0)
            {
                Flush(isEscaped: false);
                return 1;
            }

            if (one[0] is (byte)'\n' or (byte)'\\' || isEscaped)
            {
                Flush(isEscaped: false);
            }

            if (isEscaped && one[0] != (byte)'\n')
            {
                pending.Add(one[0]);
                if (one[0] < 0x80)
                {
                    Flush(isEscaped: true);
                }
            }
            else if (one[0] == (byte)'\n' && !isEscaped)
            {
                return 0;
            }
            else if (one[0] == (byte)'\\' && !isRaw)
            {
                isEscaped = true;
                continue;
            }
            else if (one[0] is not 0 and not (byte)'\n')
            {
                pending.Add(one[0]);
            }

            isEscaped = false;
        }

        void Flush(bool isEscaped)
        {
            foreach (char c in ByteText.Decode(CollectionsMarshal.AsSpan(pending)))
            {
                line.Add((c, isEscaped));
            }

            pending.Clear();
        }
    }

    // Fields go to the names in turn; the last gets what is left, without the white space behind it.
    private static void Assign(ShellState state, string[] names, List<(char Character, bool IsEscaped)> line)
    {
        string separators = state.Variables.Separators;
        int at = SkipSpace(0);
        for (int i = 0; i < names.Length; i++)
        {
            if (i == names.Length - 1)
            {
                state.Variables.Set(names[i], Rest(at));
                return;
            }

            int start = at;
            while (at < line.Count && !IsSeparator(at))
            {
                at++;
            }

            state.Variables.Set(names[i], Text(start, at));
            at = SkipSpace(at);
            if (at < line.Count && IsSeparator(at) && !IsSpace(at))
            {
                at = SkipSpace(at + 1);
            }
        }

        string Rest(int from)
        {
            int end = line.Count;
            while (end > from && IsSpace(end - 1))
            {
                end--;
            }

            // One separator behind the only field that is left ends that field.
            if (end > from && IsSeparator(end - 1) && !line.Skip(from).Take(end - 1 - from).Select((_, i) => from + i).Any(IsSeparator))
            {
                end--;
                while (end > from && IsSpace(end - 1))
                {
                    end--;
                }
            }

            return Text(from, end);
        }

        string Text(int from, int to) => string.Concat(line.Skip(from).Take(to - from).Select(static pair => pair.Character));
        bool IsSeparator(int i) => !line[i].IsEscaped && separators.Contains(line[i].Character);
        bool IsSpace(int i) => IsSeparator(i) && line[i].Character is ' ' or '\t' or '\n';
        int SkipSpace(int from)
        {
            while (from < line.Count && IsSpace(from))
            {
                from++;
            }

            return from;
        }
    }
}

using System.Globalization;
using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>test</c> and <c>[</c></summary>
internal static class TestBuiltin
{
    private const int Error = 2;

    internal static int Run(BuiltinCall call) => Decide(call, [.. call.Arguments]);

    internal static int RunBracket(BuiltinCall call)
        => call.Count > 0 && call[call.Count - 1] == "]" ? Decide(call, [.. call.Arguments.SkipLast(1)]) : call.Fail("']' is missing at the end", Error);

    private static int Decide(BuiltinCall call, string[] words)
    {
        try
        {
            return new Expression(call.State, words).Decide() ? 0 : 1;
        }
        catch (FormatException refusal)
        {
            return call.Fail(refusal.Message, Error);
        }
    }

    /// <summary>The words behind <c>test</c>. Up to four of them POSIX says by their number what each one is; more are read by precedence.</summary>
    private sealed class Expression(ShellState state, string[] words)
    {
        private int _at;

        internal bool Decide() => words.Length switch
        {
            0 => false,
            1 => words[0].Length > 0,
            2 => Two(words[0], words[1]),
            3 => Three(words[0], words[1], words[2]),
            4 when words[0] == "!" => !Three(words[1], words[2], words[3]),
            4 when words[0] == "(" && words[3] == ")" => Two(words[1], words[2]),
            _ => Parsed(),
        };

        private bool Two(string first, string second)
            => first == "!" ? second.Length == 0 : IsUnary(first) ? Unary(first, second) : throw new FormatException($"{first}: not an operator of one operand");

        private bool Three(string first, string second, string third)
            => IsBinary(second) ? Binary(first, second, third)
                : second == "-a" ? first.Length > 0 && third.Length > 0
                : second == "-o" ? first.Length > 0 || third.Length > 0
                : first == "!" ? !Two(second, third)
                : first == "(" && third == ")" ? second.Length > 0
                : throw new FormatException($"{second}: not an operator of two operands");

        private bool Parsed()
        {
            bool result = Or();
            return _at == words.Length ? result : throw new FormatException($"{words[_at]}: unexpected");
        }

        private bool Or()
        {
            bool result = And();
            while (_at < words.Length && words[_at] == "-o")
            {
                _at++;
                result |= And();
            }

            return result;
        }

        private bool And()
        {
            bool result = Not();
            while (_at < words.Length && words[_at] == "-a")
            {
                _at++;
                result &= Not();
            }

            return result;
        }

        private bool Not()
        {
            if (_at < words.Length && words[_at] == "!" && !(_at + 2 < words.Length && IsBinary(words[_at + 1])))
            {
                _at++;
                return !Not();
            }

            return Primary();
        }

        private bool Primary()
        {
            if (_at >= words.Length)
            {
                throw new FormatException("an operand is missing");
            }

            if (_at + 2 < words.Length && IsBinary(words[_at + 1]))
            {
                _at += 3;
                return Binary(words[_at - 3], words[_at - 2], words[_at - 1]);
            }

            if (words[_at] == "(")
            {
                _at++;
                bool result = Or();
                return _at < words.Length && words[_at++] == ")" ? result : throw new FormatException("')' is missing");
            }

            if (_at + 1 < words.Length && IsUnary(words[_at]))
            {
                _at += 2;
                return Unary(words[_at - 2], words[_at - 1]);
            }

            return words[_at++].Length > 0;
        }

        private static bool IsUnary(string word) => word is ['-', _] && "bcdefghLkprSstuwxznGO".Contains(word[1], StringComparison.Ordinal);

        private static bool IsBinary(string word)
            => word is "=" or "==" or "!=" or "<" or ">" or "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge" or "-nt" or "-ot" or "-ef";

        private bool Unary(string sign, string operand)
        {
            switch (sign[1])
            {
                case 'z':
                    return operand.Length == 0;
                case 'n':
                    return operand.Length > 0;
                case 't':
                    return int.TryParse(operand, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                        && state.Files.Get(number) is { } file && Terminal.Is(file.Descriptor);
                case 'r':
                    return CanAccess(operand, PathCalls.Readable);
                case 'w':
                    return CanAccess(operand, PathCalls.Writable);
                case 'x':
                    return CanAccess(operand, PathCalls.Executable);
                case 'h' or 'L':
                    return TryStat(operand, followLinks: false, out FileStatus link) && link.Type == FileModes.S_IFLNK;
            }

            return TryStat(operand, followLinks: true, out FileStatus status) && sign[1] switch
            {
                'b' => status.Type == FileModes.S_IFBLK,
                'c' => status.Type == FileModes.S_IFCHR,
                'd' => status.Type == FileModes.S_IFDIR,
                'f' => status.Type == FileModes.S_IFREG,
                'p' => status.Type == FileModes.S_IFIFO,
                'S' => status.Type == FileModes.S_IFSOCK,
                'g' => (status.Mode & FileModes.S_ISGID) != 0,
                'u' => (status.Mode & FileModes.S_ISUID) != 0,
                'k' => (status.Mode & FileModes.S_ISVTX) != 0,
                's' => status.Size > 0,
                'O' => status.UserId == CurrentProcess.EffectiveUserId,
                'G' => status.GroupId == CurrentProcess.EffectiveGroupId,
                _ => true,
            };
        }

        private bool Binary(string left, string sign, string right)
        {
            switch (sign)
            {
                case "=" or "==":
                    return left == right;
                case "!=":
                    return left != right;
                case "<":
                    return string.CompareOrdinal(left, right) < 0;
                case ">":
                    return string.CompareOrdinal(left, right) > 0;
                case "-nt" or "-ot" or "-ef":
                    return Compare(left, sign, right);
            }

            long first = Integer(left);
            long second = Integer(right);
            return sign switch
            {
                "-eq" => first == second,
                "-ne" => first != second,
                "-lt" => first < second,
                "-le" => first <= second,
                "-gt" => first > second,
                _ => first >= second,
            };
        }

        private bool Compare(string left, string sign, string right)
        {
            bool hasLeft = TryStat(left, followLinks: true, out FileStatus first);
            bool hasRight = TryStat(right, followLinks: true, out FileStatus second);
            return sign switch
            {
                "-nt" => hasLeft && (!hasRight || first.Modified > second.Modified),
                "-ot" => hasRight && (!hasLeft || first.Modified < second.Modified),
                _ => hasLeft && hasRight && (first.Device, first.Inode) == (second.Device, second.Inode),
            };
        }

        private static long Integer(string text)
            => BuiltinCall.TryNumber(text, out long value) ? value : throw new FormatException($"{text}: not a number");

        private bool CanAccess(string path, int access) => path.Length > 0 && PathCalls.CanAccess(state.Directory.Descriptor, ByteText.EncodeWithNul(path), access);

        private bool TryStat(string path, bool followLinks, out FileStatus status)
        {
            status = default;
            return path.Length > 0 && PathCalls.TryStat(state.Directory.Descriptor, ByteText.EncodeWithNul(path), followLinks, out status, out _);
        }
    }
}

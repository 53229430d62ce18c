using System.Globalization;
using System.Text;

namespace Helios.Shell;

/// <summary><c>printf</c>: the format is used again as long as there are arguments.</summary>
internal static class PrintfBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        int at = call.Count > 0 && call[0] == "--" ? 1 : 0;
        if (call.Count == at)
        {
            return call.Fail("a format is missing", 2);
        }

        Formatter formatter = new(call, [.. call.Arguments.Skip(at + 1)]);
        string format = call[at];
        do
        {
            formatter.Format(format);
        }
        while (formatter is { Ends: false, HasMore: true, TookSome: true });

        int status = call.Write(formatter.Text);
        return status == 0 ? formatter.Status : status;
    }

    private sealed class Formatter(BuiltinCall call, string[] arguments)
    {
        private readonly StringBuilder _text = new();
        private int _next;
        private int _before;

        internal string Text => _text.ToString();

        internal bool HasMore => _next < arguments.Length;

        /// <summary>Whether the last round has used an argument: otherwise another one would do nothing either, for ever.</summary>
        internal bool TookSome => _next > _before;

        internal bool Ends { get; private set; }

        internal int Status { get; private set; }

        internal void Format(string format)
        {
            _before = _next;
            int at = 0;
            while (at < format.Length && !Ends)
            {
                if (format[at] == '%')
                {
                    at++;
                    Convert(format, ref at);
                    continue;
                }

                // Up to the next conversion the text is as it is, but for its escapes.
                int end = format.IndexOf('%', at);
                end = end < 0 ? format.Length : end;
                _text.Append(Escapes.Replace(format.AsSpan(at, end - at), EscapeDialect.PrintfFormat, out _));
                at = end;
            }
        }

        private void Convert(string format, ref int at)
        {
            int start = at;
            while (at < format.Length && format[at] is '-' or '+' or ' ' or '0' or '#')
            {
                at++;
            }

            string flags = format[start..at];
            int width = ReadNumber(format, ref at) ?? 0;
            if (width < 0)
            {
                flags += "-";
                width = -width;
            }

            int? precision = null;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = ReadNumber(format, ref at) ?? 0;
                precision = precision < 0 ? null : precision;
            }

            while (at < format.Length && format[at] is 'l' or 'h' or 'L' or 'q' or 'j' or 'z' or 't')
            {
                at++;
            }

            if (at >= format.Length)
            {
                Refuse($"%{format[start..]}: the conversion is not finished");
                return;
            }

            char kind = format[at++];
            switch (kind)
            {
                case '%':
                    _text.Append('%');
                    break;
                case 's':
                    Pad(Cut(Take(), precision), width, flags, zeros: false);
                    break;
                case 'b':
                    string text = Escapes.Replace(Take(), EscapeDialect.Echo, out bool ends);
                    Pad(Cut(text, precision), width, flags, zeros: false);
                    Ends = ends;
                    break;
                case 'c':
                    string character = Take();
                    Pad(character.Length > 0 ? character[..1] : "", width, flags, zeros: false);
                    break;
                case 'd' or 'i':
                    AddSigned(TakeInteger(), width, precision, flags);
                    break;
                case 'u' or 'o' or 'x' or 'X':
                    AddUnsigned((ulong)TakeInteger(), kind, width, precision, flags);
                    break;
                case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                    AddReal(TakeReal(), kind, width, precision ?? 6, flags);
                    break;
                default:
                    Refuse($"%{kind}: no such conversion");
                    break;
            }
        }

        private int? ReadNumber(string format, ref int at)
        {
            if (at < format.Length && format[at] == '*')
            {
                at++;
                return (int)Math.Clamp(TakeInteger(), -10_000, 10_000);
            }

            int start = at;
            while (at < format.Length && char.IsAsciiDigit(format[at]))
            {
                at++;
            }

            return at == start ? null : int.TryParse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture, out int number) ? Math.Min(number, 1_000_000) : 1_000_000;
        }

        private string Take() => _next < arguments.Length ? arguments[_next++] : "";

        private long TakeInteger()
        {
            if (_next >= arguments.Length)
            {
                return 0;
            }

            string text = Take();
            if (text is ['\'' or '"', ..])
            {
                return text.Length > 1 && Rune.DecodeFromUtf16(text.AsSpan(1), out Rune rune, out _) == System.Buffers.OperationStatus.Done ? rune.Value : 0;
            }

            if (IntegerText.TryParse(text, out long value, out bool isWhole) && isWhole)
            {
                return value;
            }

            call.Fail($"{text}: not a number");
            Status = 1;
            return value;
        }

        private double TakeReal()
        {
            if (_next >= arguments.Length)
            {
                return 0;
            }

            string text = Take();
            if (text is ['\'' or '"', _, ..])
            {
                return text[1];
            }

            if (double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return value;
            }

            call.Fail($"{text}: not a number");
            Status = 1;
            return 0;
        }

        private void AddSigned(long value, int width, int? precision, string flags)
        {
            string digits = value == long.MinValue ? "9223372036854775808" : Math.Abs(value).ToString(CultureInfo.InvariantCulture);
            digits = precision == 0 && value == 0 ? "" : digits.PadLeft(precision ?? 0, '0');
            string sign = value < 0 ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
            AddNumber(sign, digits, width, flags, zeros: precision is null);
        }

        private void AddUnsigned(ulong value, char kind, int width, int? precision, string flags)
        {
            string digits = kind switch
            {
                'u' => value.ToString(CultureInfo.InvariantCulture),
                'o' => System.Convert.ToString(unchecked((long)value), 8),
                'x' => value.ToString("x", CultureInfo.InvariantCulture),
                _ => value.ToString("X", CultureInfo.InvariantCulture),
            };
            digits = precision == 0 && value == 0 ? "" : digits.PadLeft(precision ?? 0, '0');
            string prefix = "";
            if (flags.Contains('#', StringComparison.Ordinal))
            {
                prefix = kind is 'x' or 'X' && value != 0 ? "0" + kind : "";
                digits = kind == 'o' && digits is not ['0', ..] ? "0" + digits : digits;
            }

            AddNumber(prefix, digits, width, flags, zeros: precision is null);
        }

        private void AddReal(double value, char kind, int width, int precision, string flags)
        {
            string sign = double.IsNegative(value) ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
            value = Math.Abs(value);
            bool isUpper = char.IsUpper(kind);
            string digits = !double.IsFinite(value) ? (double.IsNaN(value) ? "nan" : "inf") : char.ToLowerInvariant(kind) switch
            {
                'f' => value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
                'e' => Exponential(value, precision),
                _ => General(value, precision, flags.Contains('#', StringComparison.Ordinal)),
            };
            AddNumber(sign, isUpper ? digits.ToUpperInvariant() : digits, width, flags, zeros: double.IsFinite(value));
        }

        private static string Exponential(double value, int precision)
            => value.ToString((precision == 0 ? "0" : "0." + new string('0', precision)) + "e+00", CultureInfo.InvariantCulture);

        private static string General(double value, int precision, bool keepsZeros)
        {
            precision = precision == 0 ? 1 : precision;
            int exponent = value == 0 ? 0 : int.Parse(Exponential(value, precision - 1).Split('e')[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            bool isFixed = exponent >= -4 && exponent < precision;
            string text = isFixed ? value.ToString("F" + (precision - 1 - exponent).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Exponential(value, precision - 1);
            if (keepsZeros)
            {
                return text;
            }

            string[] parts = text.Split('e');
            string mantissa = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].TrimEnd('0').TrimEnd('.') : parts[0];
            return parts.Length > 1 ? $"{mantissa}e{parts[1]}" : mantissa;
        }

        private void AddNumber(string sign, string digits, int width, string flags, bool zeros)
        {
            if (zeros && flags.Contains('0', StringComparison.Ordinal) && !flags.Contains('-', StringComparison.Ordinal))
            {
                digits = digits.PadLeft(Math.Max(0, width - sign.Length), '0');
            }

            Pad(sign + digits, width, flags, zeros: false);
        }

        private void Pad(string text, int width, string flags, bool zeros)
        {
            // Columns are characters here, as bytes would cut them.
            _text.Append(flags.Contains('-', StringComparison.Ordinal) ? text.PadRight(width) : text.PadLeft(width, zeros ? '0' : ' '));
        }

        private static string Cut(string text, int? precision) => precision is { } most && text.Length > most ? text[..most] : text;

        private void Refuse(string reason)
        {
            call.Fail(reason);
            Status = 1;
            Ends = true;
        }
    }
}

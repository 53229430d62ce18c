using System.Globalization;

namespace Helios.Shell;

/// <summary><c>umask</c></summary>
internal static class MaskBuiltin
{
    private const int AllBits = 511; // 0777

    internal static int Run(BuiltinCall call)
    {
        bool isSymbolic = false;
        int at = call.TakeOptions("S", (_, _) => isSymbolic = true);
        if (at < 0)
        {
            return 2;
        }

        int mask = call.State.CreationMask;
        if (at == call.Count)
        {
            return call.Write(isSymbolic ? $"u={Letters(mask, 6)},g={Letters(mask, 3)},o={Letters(mask, 0)}\n" : $"{Convert.ToString(mask, 8).PadLeft(4, '0')}\n");
        }

        string text = call[at];
        if (text.All(static c => c is >= '0' and <= '7'))
        {
            int octal = text.Length > 5 ? AllBits + 1 : Convert.ToInt32(text, 8);
            if (octal > AllBits)
            {
                return call.Fail($"{text}: not a mask");
            }

            call.State.CreationMask = octal;
            return 0;
        }

        if (!TrySymbolic(text, ref mask))
        {
            return call.Fail($"{text}: not a mask");
        }

        call.State.CreationMask = mask;
        return 0;
    }

    private static string Letters(int mask, int shift)
    {
        int allowed = ~(mask >> shift);
        return string.Create(CultureInfo.InvariantCulture, $"{((allowed & 4) != 0 ? "r" : "")}{((allowed & 2) != 0 ? "w" : "")}{((allowed & 1) != 0 ? "x" : "")}");
    }

    // u=rwx,g-w,o=: what is allowed, so the opposite of the mask.
    private static bool TrySymbolic(string text, ref int mask)
    {
        int allowed = ~mask & AllBits;
        foreach (string clause in text.Split(','))
        {
            int sign = clause.AsSpan().IndexOfAny("=+-");
            if (sign < 0)
            {
                return false;
            }

            int who = 0;
            foreach (char c in clause.AsSpan(0, sign))
            {
                who |= c switch { 'u' => 7 << 6, 'g' => 7 << 3, 'o' => 7, 'a' => AllBits, _ => -1 };
            }

            int what = 0;
            foreach (char c in clause.AsSpan(sign + 1))
            {
                what |= c switch { 'r' => 4, 'w' => 2, 'x' => 1, _ => -1 };
            }

            if (who < 0 || what < 0)
            {
                return false;
            }

            who = who == 0 ? AllBits : who;
            int bits = who & ((what << 6) | (what << 3) | what);
            allowed = clause[sign] switch
            {
                '=' => (allowed & ~who) | bits,
                '+' => allowed | bits,
                _ => allowed & ~bits,
            };
        }

        mask = ~allowed & AllBits;
        return true;
    }
}

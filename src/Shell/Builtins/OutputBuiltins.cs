using System.Text;

namespace Helios.Shell;

/// <summary><c>echo</c></summary>
internal static class OutputBuiltins
{
    internal static int Echo(BuiltinCall call)
    {
        bool endsLine = true;
        bool escapes = false;
        int at = 0;
        while (at < call.Count && call[at] is ['-', _, ..] option && option.AsSpan(1).IndexOfAnyExcept("neE") < 0)
        {
            foreach (char letter in option.AsSpan(1))
            {
                endsLine &= letter != 'n';
                escapes = letter switch { 'e' => true, 'E' => false, _ => escapes };
            }

            at++;
        }

        StringBuilder text = new();
        for (int i = at; i < call.Count; i++)
        {
            text.Append(i > at ? " " : "");
            bool ends = false;
            text.Append(escapes ? Escapes.Replace(call[i], EscapeDialect.Echo, out ends) : call[i]);
            if (ends)
            {
                return call.Write(text.ToString());
            }
        }

        return call.Write(text.Append(endsLine ? "\n" : "").ToString());
    }
}

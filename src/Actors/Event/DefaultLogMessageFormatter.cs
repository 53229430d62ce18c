using System.Globalization;
using System.Text;

namespace Helios.Actors.Event;

/// <summary>Fills <c>{0}</c> by number and <c>{ContainerId}</c> in the order of the arguments.</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The usual instance.</summary>
    public static readonly DefaultLogMessageFormatter Instance = new();

    /// <inheritdoc/>
    public string Format(string format, IEnumerable<object> args) => Format(format, args as object[] ?? args.ToArray());

    /// <inheritdoc/>
    public string Format(string format, params object[] args)
    {
        if (args.Length == 0)
        {
            return format;
        }

        StringBuilder text = new(format.Length + 16);
        int next = 0;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if ((c == '{' || c == '}') && i + 1 < format.Length && format[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }

            int close = c == '{' ? format.IndexOf('}', i) : -1;
            if (close < 0)
            {
                text.Append(c);
                continue;
            }

            string hole = format[(i + 1)..close];
            int colon = hole.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? hole : hole[..colon];
            int index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : next++;
            if (index < args.Length)
            {
                text.Append(Render(args[index], colon < 0 ? null : hole[(colon + 1)..]));
            }
            else
            {
                text.Append(format, i, close - i + 1);
            }

            i = close;
        }

        return text.ToString();
    }

    private static string Render(object? value, string? format) => value switch
    {
        null => "null",
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}

using System.Globalization;
using System.Text;

namespace Helios.Actors.Configuration;

/// <summary>Reads the part of HOCON in which actor settings are written.</summary>
internal sealed class ConfigReader(string text)
{
    private int _at;
    private int _line = 1;

    internal Config Read()
    {
        Dictionary<string, object> root = new(StringComparer.Ordinal);
        SkipSpace(newlines: true);
        bool braced = TryTake('{');
        ReadMembers(root, closing: braced);
        SkipSpace(newlines: true);
        return _at == text.Length ? new Config(root) : throw Refuse($"'{text[_at]}' is not expected here");
    }

    internal static void Put(Dictionary<string, object> block, IReadOnlyList<string> path, object value)
    {
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (!block.TryGetValue(path[i], out object? next) || next is not Dictionary<string, object> inner)
            {
                inner = new Dictionary<string, object>(StringComparer.Ordinal);
                block[path[i]] = inner;
            }

            block = inner;
        }

        string key = path[^1];
        block[key] = value is Dictionary<string, object> upper
            && block.TryGetValue(key, out object? old)
            && old is Dictionary<string, object> lower
            ? Merge(lower, upper)
            : value;
    }

    internal static Dictionary<string, object> Merge(Dictionary<string, object> lower, Dictionary<string, object> upper)
    {
        Dictionary<string, object> merged = new(lower, StringComparer.Ordinal);
        foreach ((string key, object value) in upper)
        {
            Put(merged, [key], value);
        }

        return merged;
    }

    internal static IReadOnlyList<string> SplitPath(string path)
    {
        if (!path.Contains('"', StringComparison.Ordinal))
        {
            return path.Split('.');
        }

        List<string> elements = [];
        StringBuilder element = new();
        bool quoted = false;
        foreach (char c in path)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '.' && !quoted)
            {
                elements.Add(element.ToString());
                element.Clear();
            }
            else
            {
                element.Append(c);
            }
        }

        elements.Add(element.ToString());
        return elements;
    }

    internal static bool TryParseDuration(string text, out TimeSpan time)
    {
        int split = 0;
        while (split < text.Length && (char.IsAsciiDigit(text[split]) || text[split] is '.' or '-' or '+'))
        {
            split++;
        }

        time = default;
        if (!double.TryParse(text.AsSpan(0, split), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        double? seconds = text[split..].Trim() switch
        {
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => number / 1000,
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => number / 1e9,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => number / 1e6,
            "s" or "second" or "seconds" => number,
            "m" or "minute" or "minutes" => number * 60,
            "h" or "hour" or "hours" => number * 3600,
            "d" or "day" or "days" => number * 86400,
            _ => null,
        };
        time = seconds is { } value ? TimeSpan.FromSeconds(value) : default;
        return seconds is not null;
    }

    internal static string Render(object value) => value switch
    {
        Dictionary<string, object> block => "{" + string.Join(", ", block.OrderBy(static each => each.Key, StringComparer.Ordinal).Select(each => $"\"{each.Key}\" : {Render(each.Value)}")) + "}",
        List<object> list => "[" + string.Join(", ", list.Select(Render)) + "]",
        _ => "\"" + ((string)value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
    };

    private void ReadMembers(Dictionary<string, object> block, bool closing)
    {
        while (true)
        {
            SkipSeparators();
            if (_at == text.Length)
            {
                if (closing)
                {
                    throw Refuse("the block is not closed: '}' is missing");
                }

                return;
            }

            if (text[_at] == '}')
            {
                if (!closing)
                {
                    throw Refuse("'}' closes nothing");
                }

                _at++;
                return;
            }

            List<string> path = ReadPath();
            SkipSpace(newlines: true);
            if (_at < text.Length && text[_at] == '{')
            {
                Put(block, path, ReadValue());
            }
            else if (TryTake('=') || TryTake(':'))
            {
                SkipSpace(newlines: true);
                Put(block, path, ReadValue());
            }
            else
            {
                throw Refuse($"'{string.Join('.', path)}' needs '=' or '{{' after it");
            }
        }
    }

    private object ReadValue()
    {
        if (TryTake('{'))
        {
            Dictionary<string, object> block = new(StringComparer.Ordinal);
            ReadMembers(block, closing: true);
            return block;
        }

        if (!TryTake('['))
        {
            return ReadScalar(",}]\n#");
        }

        List<object> list = [];
        while (true)
        {
            SkipSeparators();
            if (TryTake(']'))
            {
                return list;
            }

            if (_at == text.Length)
            {
                throw Refuse("the list is not closed: ']' is missing");
            }

            list.Add(ReadValue());
        }
    }

    private string ReadScalar(string ends)
    {
        if (_at < text.Length && text[_at] == '"')
        {
            return ReadQuoted();
        }

        int start = _at;
        while (_at < text.Length && !ends.Contains(text[_at], StringComparison.Ordinal) && !AtSlashComment())
        {
            if (text[_at] == '$')
            {
                throw Refuse("substitutions are not read here; parse the file with Helios.Hocon and pass its pairs");
            }

            _at++;
        }

        string scalar = text[start.._at].Trim();
        return scalar.Length > 0 ? scalar : throw Refuse("a value is missing");
    }

    private List<string> ReadPath()
    {
        List<string> path = [];
        do
        {
            string element = _at < text.Length && text[_at] == '"' ? ReadQuoted() : ReadKey();
            path.Add(element);
        }
        while (TryTake('.'));

        return path[0] == "include" ? throw Refuse("includes are not read here; parse the file with Helios.Hocon and pass its pairs") : path;
    }

    private string ReadKey()
    {
        int start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '_' or '/' or '*' or '$'))
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw Refuse(_at < text.Length ? $"'{text[_at]}' cannot begin a key" : "a key is missing");
    }

    private string ReadQuoted()
    {
        StringBuilder value = new();
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\n')
            {
                break;
            }

            if (text[_at] == '\\' && _at + 1 < text.Length)
            {
                _at++;
                value.Append(text[_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', char c => c });
            }
            else
            {
                value.Append(text[_at]);
            }
        }

        return TryTake('"') ? value.ToString() : throw Refuse("the quoted text is not closed");
    }

    private void SkipSeparators()
    {
        do
        {
            SkipSpace(newlines: true);
        }
        while (TryTake(','));
    }

    private void SkipSpace(bool newlines)
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '#' || AtSlashComment())
            {
                while (_at < text.Length && text[_at] != '\n')
                {
                    _at++;
                }
            }
            else if (char.IsWhiteSpace(c) && (newlines || c != '\n'))
            {
                _line += c == '\n' ? 1 : 0;
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private bool AtSlashComment() => text[_at] == '/' && _at + 1 < text.Length && text[_at + 1] == '/';

    private bool TryTake(char c)
    {
        if (_at < text.Length && text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private ConfigurationException Refuse(string why) => new($"line {_line}: {why}");
}

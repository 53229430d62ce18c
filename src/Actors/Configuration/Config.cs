#nullable disable annotations
using System.Globalization;

namespace Helios.Actors.Configuration;

/// <summary>Settings of an actor system: a tree of texts, read by path (<c>akka.actor.ask-timeout</c>).</summary>
/// <remarks>
/// Deliberately small: nested objects, lists and scalars, no substitutions. Fleet files are read by Helios.Hocon; what the
/// kernel needs of them comes in through <see cref="FromPairs"/>. As in Akka.NET, a getter returns its default for a missing key.
/// </remarks>
public class Config
{
    /// <summary>No settings.</summary>
    public static readonly Config Empty = new(new Dictionary<string, object>(StringComparer.Ordinal));

    private readonly Dictionary<string, object> _root;

    internal Config(Dictionary<string, object> root) => _root = root;

    /// <summary>True without settings.</summary>
    public virtual bool IsEmpty => _root.Count == 0;

    /// <summary>Reads a text.</summary>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>Makes settings of paths and texts; a number as last element of siblings makes a list.</summary>
    public static Config FromPairs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        Dictionary<string, object> root = new(StringComparer.Ordinal);
        foreach ((string path, string value) in pairs)
        {
            if (value is not null)
            {
                ConfigReader.Put(root, path.Split('.'), value);
            }
        }

        return new Config(root);
    }

    /// <summary>These settings, and those of <paramref name="fallback"/> where these are silent.</summary>
    public virtual Config WithFallback(Config fallback)
        => fallback is null || fallback.IsEmpty ? this : IsEmpty ? fallback : new Config(ConfigReader.Merge(fallback._root, _root));

    /// <summary>True when something stands at the path.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>The block at the path; <paramref name="default"/> when there is none.</summary>
    public virtual Config GetConfig(string path, Config @default = null)
        => Find(path) is Dictionary<string, object> block ? new Config(block) : @default;

    /// <summary>A text.</summary>
    public virtual string GetString(string path, string @default = null) => Find(path) is string text ? text : @default;

    /// <summary>True for on, true and yes; false for off, false and no.</summary>
    public virtual bool GetBoolean(string path, bool @default = false) => Scalar(path) switch
    {
        null => @default,
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        string other => throw Refuse(path, other, "on or off"),
    };

    /// <summary>A number.</summary>
    public virtual int GetInt(string path, int @default = 0)
        => Scalar(path) is not { } text ? @default
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
        : throw Refuse(path, text, "a number");

    /// <summary>A number.</summary>
    public virtual long GetLong(string path, long @default = 0)
        => Scalar(path) is not { } text ? @default
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
        : throw Refuse(path, text, "a number");

    /// <summary>A number.</summary>
    public virtual double GetDouble(string path, double @default = 0)
        => Scalar(path) is not { } text ? @default
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw Refuse(path, text, "a number");

    /// <summary>A length of time: <c>10s</c>, <c>250 ms</c>; a bare number is milliseconds, infinite is -1 ms.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true)
    {
        if (Scalar(path) is not { } text)
        {
            return @default ?? TimeSpan.Zero;
        }

        if (allowInfinite && text == "infinite")
        {
            return Timeout.InfiniteTimeSpan;
        }

        return ConfigReader.TryParseDuration(text, out TimeSpan time) ? time : throw Refuse(path, text, "a length of time such as 10s");
    }

    /// <summary>A list of texts, empty when there is none.</summary>
    public virtual IList<string> GetStringList(string path) => Find(path) switch
    {
        List<object> list => [.. list.OfType<string>()],
        Dictionary<string, object> numbered => [.. numbered.OrderBy(static each => int.TryParse(each.Key, out int index) ? index : int.MaxValue).Select(static each => each.Value).OfType<string>()],
        string text when text.Length > 0 => [text],
        _ => [],
    };

    /// <inheritdoc/>
    public override string ToString() => ConfigReader.Render(_root);

    internal IEnumerable<string> Keys() => _root.Keys.Order(StringComparer.Ordinal);

    private string Scalar(string path) => Find(path) as string;

    private object Find(string path)
    {
        object current = _root;
        foreach (string element in ConfigReader.SplitPath(path))
        {
            if (current is not Dictionary<string, object> block || !block.TryGetValue(element, out current))
            {
                return null;
            }
        }

        return current;
    }

    private static ConfigurationException Refuse(string path, string text, string wanted)
        => new($"{path}: '{text}' is not {wanted}");
}

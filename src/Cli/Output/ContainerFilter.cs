using Helios.Control;

namespace Helios.Cli;

/// <summary>Which containers <c>ps</c> shows: <c>KEY=VALUE</c>; values of one key are alternatives, keys must all hold.</summary>
internal sealed class ContainerFilter
{
    private static readonly string[] s_keys = ["name", "state", "status", "group", "key", "health", "backend"];

    private readonly ILookup<string, string> _wanted;

    /// <exception cref="CliException">Not KEY=VALUE, or an unknown key.</exception>
    internal ContainerFilter(IEnumerable<string> texts) => _wanted = texts.Select(Split).ToLookup(static pair => pair.Key, static pair => pair.Value);

    internal bool Matches(ContainerLine line) => _wanted.All(group => group.Any(value => Matches(line, group.Key, value)));

    private static bool Matches(ContainerLine line, string key, string value) => key switch
    {
        "name" => line.Name.Contains(value, StringComparison.Ordinal),
        "state" or "status" => line.State == value,
        "group" => line.Group == value,
        "key" => line.Key == value,
        "health" => line.Health == value,
        _ => line.Backend == value,
    };

    private static KeyValuePair<string, string> Split(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && s_keys.Contains(text[..equals])
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new CliException($"--filter: '{text}' is not KEY=VALUE with a KEY of {string.Join(", ", s_keys)}");
    }
}

using Helios.Contracts;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>How a container's specification travels. The fields are those of <see cref="ContainerFields"/>; what is unset does not travel.</summary>
internal static class WireSpec
{
    /// <summary>What a specification is before anything is read; its id and command break the rules, so it cannot be run by accident.</summary>
    internal static readonly ContainerSpec Blank = new() { Id = default, Command = [] };

    internal static readonly IMessagePackFormatter<ContainerSpec?> Formatter = Map.Of(
        Blank,
        [
            Map.Text<ContainerSpec>(ContainerFields.IdWire, m => m.Id.ToString(), (m, v) => m with { Id = Parse(v, ContainerId.Parse) }),
            .. ContainerFields.Table.Rows.Select(static row => Map.Value<ContainerSpec>(row.Wire, row.Get, (m, v) => Parse(v, value => row.Set(m, value)))),
        ]);

    internal static KeyValuePair<string, string> Variable(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new MessagePackSerializationException($"'{text}' is not a variable: NAME=VALUE");
    }

    private static TResult Parse<TValue, TResult>(TValue value, Func<TValue, TResult> parse)
    {
        try
        {
            return parse(value);
        }
        catch (FormatException error)
        {
            throw new MessagePackSerializationException(error.Message, error);
        }
    }
}

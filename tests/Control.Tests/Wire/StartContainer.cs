using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control.Tests.Wire;

/// <summary>The worked example of docs/messagepack.md: a message as today's side has it.</summary>
internal sealed record StartContainer(string Name, string[] Arguments, TimeSpan Grace, long? MemoryBytes)
{
    internal static readonly MapFormatter<StartContainer, Draft> Formatter = new(
        new Draft { Name = "", Arguments = [], Grace = TimeSpan.FromSeconds(10) },
        draft => new StartContainer(draft.Name, draft.Arguments, draft.Grace, draft.MemoryBytes),
        new("name", (ref w, m, o) => w.Write(m.Name), (ref r, ref d, o) => d.Name = r.ReadString() ?? ""),
        new("args", (ref w, m, o) => Strings(o).Serialize(ref w, m.Arguments, o), (ref r, ref d, o) => d.Arguments = Strings(o).Deserialize(ref r, o)),
        new("grace", (ref w, m, o) => w.Write(m.Grace.Ticks), (ref r, ref d, o) => d.Grace = new TimeSpan(r.ReadInt64())),
        new("memory", (ref w, m, o) => WriteNumber(ref w, m.MemoryBytes), (ref r, ref d, o) => d.MemoryBytes = r.TryReadNil() ? null : r.ReadInt64()));

    private static IMessagePackFormatter<string[]> Strings(MessagePackSerializerOptions options)
        => options.Resolver.GetFormatterWithVerify<string[]>();

    private static void WriteNumber(ref MessagePackWriter writer, long? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value.Value);
        }
    }

    internal struct Draft
    {
        internal string Name;
        internal string[] Arguments;
        internal TimeSpan Grace;
        internal long? MemoryBytes;
    }
}

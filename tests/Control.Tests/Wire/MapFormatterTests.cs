using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace Helios.Control.Tests.Wire;

public class MapFormatterTests
{
    private static readonly MessagePackSerializerOptions s_options = MessagePackSerializerOptions.Standard
        .WithSecurity(MessagePackSecurity.UntrustedData)
        .WithResolver(CompositeResolver.Create(
            new IMessagePackFormatter[] { StartContainer.Formatter, Older.Formatter, Numbered.Formatter, Tree.Formatter },
            new IFormatterResolver[] { BuiltinResolver.Instance }));

    private static readonly StartContainer s_message = new("web", ["nginx", "-g", "daemon off;"], TimeSpan.FromSeconds(3), 64 << 20);

    [Fact]
    public void A_message_comes_back_as_it_was()
    {
        byte[] bytes = MessagePackSerializer.Serialize(s_message, s_options);
        StartContainer again = Read<StartContainer>(bytes);
        Assert.Equal(s_message with { Arguments = again.Arguments }, again);
        Assert.Equal(s_message.Arguments, again.Arguments);
    }

    [Fact]
    public void An_older_side_skips_what_it_does_not_know()
        => Assert.Equal(new Older("web"), Read<Older>(MessagePackSerializer.Serialize(s_message, s_options)));

    [Fact]
    public void A_newer_side_takes_defaults_for_what_was_not_sent()
    {
        StartContainer read = Read<StartContainer>(MessagePackSerializer.Serialize(new Older("web"), s_options));
        Assert.Equal(new StartContainer("web", read.Arguments, TimeSpan.FromSeconds(10), null), read);
        Assert.Empty(read.Arguments);
    }

    [Fact]
    public void Unknown_keys_of_any_type_with_any_value_are_skipped()
    {
        byte[] bytes = Bytes.Of((ref writer) =>
        {
            writer.WriteMapHeader(7);
            writer.WriteArrayHeader(1);
            writer.Write("a key that is an array");
            writer.WriteNil();
            writer.Write(ulong.MaxValue);
            writer.WriteMapHeader(0);
            writer.Write(-5);
            writer.Write(1.5);
            writer.WriteNil();
            writer.Write(Bytes.Repeat(1, 300));
            writer.Write("a name that is longer than any name of a field may ever be");
            writer.Write(DateTime.UnixEpoch);
            writer.Write("name");
            writer.Write("web");
            writer.Write("nam");
            writer.Write(false);
        });
        Assert.Equal("web", Read<StartContainer>(bytes).Name);
        for (int at = 0; at < bytes.Length; at++)
        {
            Assert.Equal("web", MessagePackSerializer.Deserialize<StartContainer>(Bytes.SplitAt(bytes, at), s_options).Name);
        }

        Assert.Equal("web", MessagePackSerializer.Deserialize<StartContainer>(Bytes.Dust(bytes), s_options).Name);
    }

    [Fact]
    public void The_order_of_fields_and_the_width_of_a_number_for_a_key_do_not_matter()
    {
        Assert.Equal("820165027a", Convert.ToHexStringLower(MessagePackSerializer.Serialize(new Numbered(101, 122), s_options)));
        Assert.Equal(new Numbered(101, 122), Read<Numbered>(Bytes.FromHex("82 02 7a 01 65")));
        Assert.Equal(new Numbered(101, 122), Read<Numbered>(Bytes.FromHex("82 cf0000000000000002 7a d10001 65")));
        Assert.Equal(new Numbered(7, 8), Read<Numbered>(Bytes.FromHex("80")));
        Assert.Equal(new Numbered(7, 8), Read<Numbered>(Bytes.FromHex("81 a131 65")));
    }

    [Fact]
    public void A_field_that_comes_twice_is_refused()
        => Assert.Equal("Numbered.1 comes twice", Assert.Throws<MessagePackSerializationException>(() => Read<Numbered>(Bytes.FromHex("82 01 65 01 66"))).InnerException!.Message);

    [Fact]
    public void A_field_of_the_wrong_type_is_named()
    {
        MessagePackSerializationException error = Assert.Throws<MessagePackSerializationException>(() => Read<StartContainer>(Bytes.FromHex("81 a5 6772616365 a0")));
        Assert.StartsWith("StartContainer.grace: ", Assert.IsType<MessagePackSerializationException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nil_is_null_both_ways()
    {
        Assert.Equal([0xc0], MessagePackSerializer.Serialize<StartContainer?>(null, s_options));
        Assert.Null(Read<StartContainer?>([0xc0]));
    }

    [Fact]
    public void Messages_within_messages_are_limited_in_depth()
    {
        byte[] Nested(int levels) => Bytes.Of((ref writer) =>
        {
            for (int i = 0; i < levels; i++)
            {
                writer.WriteMapHeader(1);
                writer.Write(1);
            }

            writer.WriteNil();
        });

        Assert.NotNull(Read<Tree>(Nested(500)));
        Assert.IsType<InsufficientExecutionStackException>(Assert.Throws<MessagePackSerializationException>(() => Read<Tree>(Nested(501))).InnerException);
    }

    [Fact]
    public void Every_mutation_and_truncation_is_read_or_refused_with_the_one_exception()
    {
        byte[] bytes = MessagePackSerializer.Serialize(s_message, s_options);
        for (int place = 0; place < bytes.Length; place++)
        {
            Assert.Throws<MessagePackSerializationException>(() => Read<StartContainer>(bytes[..place]));
            for (int to = 0; to <= byte.MaxValue; to++)
            {
                byte[] mutated = [.. bytes];
                mutated[place] = (byte)to;
                try
                {
                    Read<StartContainer>(mutated);
                }
                catch (MessagePackSerializationException error)
                {
                    Assert.NotEmpty(error.Message);
                }
            }
        }
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        System.Buffers.ArrayBufferWriter<byte> output = new(1024);
        long allocated = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            output.ResetWrittenCount();
            long before = GC.GetAllocatedBytesForCurrentThread();
            MessagePackSerializer.Serialize(output, s_message, s_options);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_description_with_a_mistake_is_refused_when_it_is_made()
    {
        MapField<Numbered, Numbered.Draft> one = new(1, (ref w, m, o) => w.Write(m.First), (ref r, ref d, o) => d.First = r.ReadInt32());
        Assert.Contains("uses the key 1 twice", Assert.Throws<ArgumentException>(
            () => new MapFormatter<Numbered, Numbered.Draft>(default, draft => new Numbered(0, 0), one, one)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MapField<Numbered, Numbered.Draft>(new string('k', 32), (ref w, m, o) => w.WriteNil(), (ref r, ref d, o) => r.Skip()));
        MapField<Numbered, Numbered.Draft>[] tooMany = [.. Enumerable.Range(0, 65).Select(key =>
            new MapField<Numbered, Numbered.Draft>(key, (ref w, m, o) => w.WriteNil(), (ref r, ref d, o) => r.Skip()))];
        Assert.Throws<ArgumentException>(() => new MapFormatter<Numbered, Numbered.Draft>(default, draft => new Numbered(0, 0), tooMany));
    }

    private static T Read<T>(byte[] bytes) => MessagePackSerializer.Deserialize<T>(bytes, s_options);

    /// <summary><see cref="StartContainer"/> as it was before it had anything but a name.</summary>
    internal sealed record Older(string Name)
    {
        internal static readonly MapFormatter<Older, Draft> Formatter = new(
            new Draft { Name = "" },
            draft => new Older(draft.Name),
            new MapField<Older, Draft>("name", (ref w, m, o) => w.Write(m.Name), (ref r, ref d, o) => d.Name = r.ReadString() ?? ""));

        internal struct Draft
        {
            internal string Name;
        }
    }

    internal sealed record Numbered(int First, int Second)
    {
        internal static readonly MapFormatter<Numbered, Draft> Formatter = new(
            new Draft { First = 7, Second = 8 },
            draft => new Numbered(draft.First, draft.Second),
            new(1, (ref w, m, o) => w.Write(m.First), (ref r, ref d, o) => d.First = r.ReadInt32()),
            new(2, (ref w, m, o) => w.Write(m.Second), (ref r, ref d, o) => d.Second = r.ReadInt32()));

        internal struct Draft
        {
            internal int First;
            internal int Second;
        }
    }

    internal sealed class Tree(Tree? child)
    {
        internal Tree? Child { get; } = child;

        internal static readonly MapFormatter<Tree, Draft> Formatter = new(
            default,
            draft => new Tree(draft.Child),
            new MapField<Tree, Draft>(
                1,
                (ref w, m, o) => Formatter!.Serialize(ref w, m.Child, o),
                (ref r, ref d, o) => d.Child = Formatter!.Deserialize(ref r, o)));

        internal struct Draft
        {
            internal Tree? Child;
        }
    }
}

using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>The spellings of a mount: <c>SOURCE:TARGET[:ro|rw]</c>, <c>tmpfs:TARGET</c>, or a block with source and target or with tmpfs.</summary>
internal static class MountText
{
    /// <summary>Reads any of them.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static MountSpec Parse(FieldValue value) => value is FieldValue.Block block ? OfBlock(block) : OfText(FieldRows.TextOf(value));

    /// <summary>The shortest spelling that says everything.</summary>
    internal static FieldValue Of(MountSpec mount)
    {
        switch (mount)
        {
            case MountSpec.Bind bind when !bind.Source.Contains(':', StringComparison.Ordinal) && !bind.Target.Contains(':', StringComparison.Ordinal) && bind.Source != "tmpfs":
                return new FieldValue.Text($"{bind.Source}:{bind.Target}{(bind.ReadOnly ? ":ro" : "")}");
            case MountSpec.Bind bind:
                return new FieldValue.Block(
                    [new("source", new FieldValue.Text(bind.Source)), new("target", new FieldValue.Text(bind.Target)), new("read-only", new FieldValue.Flag(bind.ReadOnly))]);
            case MountSpec.Tmpfs { Size: null, Mode: MountSpec.Tmpfs.DefaultMode } tmpfs when !tmpfs.Target.Contains(':', StringComparison.Ordinal):
                return new FieldValue.Text("tmpfs:" + tmpfs.Target);
            case MountSpec.Tmpfs tmpfs:
                ImmutableArray<KeyValuePair<string, FieldValue>>.Builder entries = ImmutableArray.CreateBuilder<KeyValuePair<string, FieldValue>>();
                entries.Add(new("tmpfs", new FieldValue.Text(tmpfs.Target)));
                if (tmpfs.Size is { } size)
                {
                    entries.Add(new("size", new FieldValue.Number(size.Bytes)));
                }

                entries.Add(new("mode", new FieldValue.Text(OctalMode.Of(tmpfs.Mode))));
                return new FieldValue.Block(entries.DrainToImmutable());
            default:
                throw new InvalidOperationException($"{mount.GetType().Name} has no spelling");
        }
    }

    private static MountSpec OfText(string text)
    {
        string[] parts = text.Split(':');
        return parts switch
        {
            ["tmpfs", string target] => new MountSpec.Tmpfs { Target = target },
            [string source, string target] => new MountSpec.Bind { Source = source, Target = target },
            [string source, string target, "ro" or "rw"] => new MountSpec.Bind { Source = source, Target = target, ReadOnly = parts[2] == "ro" },
            _ => throw new FormatException($"'{text}' is not a mount: write SOURCE:TARGET, SOURCE:TARGET:ro, tmpfs:TARGET or a block with source and target"),
        };
    }

    private static MountSpec OfBlock(FieldValue.Block block)
    {
        ReadOnlySpan<string> known = block["tmpfs"] is null ? ["source", "target", "read-only"] : ["tmpfs", "size", "mode"];
        foreach ((string key, FieldValue _) in block.Entries)
        {
            if (!known.Contains(key))
            {
                throw new FormatException($"unknown key '{key}': a mount has {string.Join(", ", known!)}");
            }
        }

        return block["tmpfs"] is { } tmpfs
            ? new MountSpec.Tmpfs
            {
                Target = FieldRows.TextOf(tmpfs),
                Size = block["size"] is { } size ? FieldRows.SizeOf(size) : null,
                Mode = block["mode"] is { } mode ? OctalMode.Parse(FieldRows.TextOf(mode)) : MountSpec.Tmpfs.DefaultMode,
            }
            : new MountSpec.Bind
            {
                Source = Text("source"),
                Target = Text("target"),
                ReadOnly = block["read-only"] is { } readOnly && FieldRows.FlagOf(readOnly),
            };

        string Text(string key) => block[key] is { } value ? FieldRows.TextOf(value) : "";
    }
}

using System.Globalization;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Reads the JSON file that <c>helios-container run --config</c> took, and makes a fleet of one container of it.</summary>
internal sealed class ContainerConfigReader(ReadingNotes notes, string name)
{
    private const string HostNameKey = "hostname";
    private const string RootKey = "rootfs";
    private const string CommandKey = "command";
    private const string MemoryKey = "memory_limit_bytes";
    private const string CpuKey = "cpu_limit_percentage";

    /// <summary>Its keys that no fleet file has at its top: each tells the form.</summary>
    internal static readonly string[] Keys = [RootKey, MemoryKey, CpuKey];

    internal HoconObject Read(HoconObject root)
    {
        Section top = new(root, "configuration", notes);
        string? hostName = top.Text(HostNameKey);
        List<KeyValuePair<string, HoconValue>> fields = [];
        if (hostName is not null)
        {
            fields.Add(new("hostname", top.Value(HostNameKey)!));
        }

        if (Needed(top, RootKey) is { } rootfs)
        {
            fields.Add(new("root", HoconScalar.String(ForeignForms.Beside(name, rootfs), top.Value(RootKey)!.Origin)));
        }

        if (Command(top) is { } command)
        {
            fields.Add(new("command", command));
        }

        if (Limits(top) is { Count: > 0 } limits)
        {
            fields.Add(new("limits", HoconObject.Of(limits, root.Origin)));
        }

        top.RefuseTheRest();
        HoconObject container = HoconObject.Of(fields, root.Origin);
        return HoconObject.Of([new("containers", HoconObject.Of([new(ContainerName(hostName), container)], root.Origin))], root.Origin);
    }

    // There the name was given on the command line. Here a fleet needs one: what it calls itself, or what its file is called.
    private string ContainerName(string? hostName)
        => ContainerId.TryParse(hostName ?? "", out _) ? hostName!
            : Path.GetFileNameWithoutExtension(name) is var file && ContainerId.TryParse(file, out _) ? file
            : "container";

    private static string? Needed(Section top, string key)
    {
        if (!top.Has(key))
        {
            top.Fault(key, null, "is missing");
        }

        return top.Text(key);
    }

    private static HoconArray? Command(Section top)
    {
        if (top.Value(CommandKey) is HoconArray { Count: > 0 } words)
        {
            return top.Texts(CommandKey) is null ? null : words;
        }

        top.Fault(CommandKey, top.Value(CommandKey), "must be a list with the program and its arguments");
        return null;
    }

    private static List<KeyValuePair<string, HoconValue>> Limits(Section top)
    {
        List<KeyValuePair<string, HoconValue>> limits = [];
        if (top.ParsedValue(MemoryKey, static text => Whole(text, long.MaxValue)) is not null)
        {
            limits.Add(new("memory", top.Value(MemoryKey)!));
        }

        // 50 is half of one processor, 200 two of them.
        if (top.ParsedValue(CpuKey, static text => Whole(text, 100_000_000)) is { } percent)
        {
            limits.Add(new("cpus", HoconScalar.NumberAsSpelt((percent / 100m).ToString(CultureInfo.InvariantCulture), top.Value(CpuKey)!.Origin)));
        }

        return limits;
    }

    private static long Whole(string text, long most)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 && number <= most
            ? number
            : throw new FormatException($"'{text}' is not a whole number from 1 to {most}");
}

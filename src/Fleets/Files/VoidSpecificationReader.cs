using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Reads a specification of clone_shim: several entrypoints of one program, each in an empty root with only what it lists.</summary>
/// <remarks>
/// The program itself and the arguments after it stood on clone_shim's command line; here they come as the overrides <c>binary</c> and <c>trailing</c>.
/// Files are mounted read-only unless <c>read_only</c> says otherwise, parents before what lies below them.
/// </remarks>
internal sealed class VoidSpecificationReader(ReadingNotes notes, string name, bool hasInput)
{
    internal const string EntrypointsKey = "entrypoints";

    private const string BinaryOverride = "binary";
    private const string TrailingOverride = "trailing";

    // What clone_shim called a void that did not say.
    private const string DefaultHostName = "void";

    internal (HoconObject Fleet, ImmutableArray<FleetOverride> Overrides) Read(HoconObject root, ImmutableArray<FleetOverride> overrides)
    {
        string? binary = Binary(root, overrides);
        ImmutableArray<string> trailing = Words(overrides.LastOrDefault(static one => one.Path == TrailingOverride));
        Section top = new(root, "specification", notes);
        List<KeyValuePair<string, HoconValue>> containers = [];
        if (top.Sub(EntrypointsKey) is { } entrypoints)
        {
            foreach (HoconField field in entrypoints.Fields)
            {
                if (entrypoints.Sub(field.Key) is { } entrypoint)
                {
                    containers.Add(new(field.Key, Container(entrypoint, field, binary ?? "/", trailing)));
                }
            }
        }

        top.RefuseTheRest();
        return (
            HoconObject.Of([new("containers", HoconObject.Of(containers, root.Origin))], root.Origin),
            [.. overrides.Where(static one => one.Path is not (BinaryOverride or TrailingOverride))]);
    }

    private string? Binary(HoconObject root, ImmutableArray<FleetOverride> overrides)
    {
        string? binary = overrides.LastOrDefault(static one => one.Path == BinaryOverride)?.Value.Trim('"');
        if (binary is ['/', ..])
        {
            return binary;
        }

        notes.Faults.Add(binary is null
            ? new HoconFault(root.Origin, "a void specification does not say which program it is for: add --set binary=/PATH/OF/PROGRAM, and --set trailing=[...] for its arguments")
            : new HoconFault(HoconOrigin.Described($"--set binary={binary}"), $"'{binary}' is not an absolute path"));
        return null;
    }

    private ImmutableArray<string> Words(FleetOverride? trailing)
    {
        if (trailing is null)
        {
            return [];
        }

        try
        {
            HoconObject parsed = HoconParser.Parse($"{TrailingOverride} = {trailing.Value}", name: $"--set {trailing}").Root;
            return new Section(parsed, "--set", notes).Texts(TrailingOverride) ?? [];
        }
        catch (HoconException fault)
        {
            notes.Faults.AddRange(fault.Faults);
            return [];
        }
    }

    private HoconObject Container(Section entrypoint, HoconField field, string binary, ImmutableArray<string> trailing)
    {
        RefuseTrigger(entrypoint);
        (ImmutableArray<string> command, string place) = Command(entrypoint, field.Key, binary, trailing);
        List<KeyValuePair<string, HoconValue>> fields =
        [
            new("root", Text("void")),
            new("namespaces", List(["default", "user"])),
            new("command", List(command)),
            new("environment", HoconObject.Of([new("PATH", Text("/"))], field.Value.Origin)),
        ];
        VoidEnvironment environment = VoidEnvironment.Read(entrypoint, name, hasInput);
        fields.Add(new("hostname", environment.HostName ?? Text(DefaultHostName)));
        if (environment.DomainName is { } domain)
        {
            fields.Add(new("domainname", domain));
        }

        fields.Add(new("mounts", HoconArray.Of([Mount(binary, place, readOnly: true), .. environment.Mounts], field.Value.Origin)));
        entrypoint.RefuseTheRest();
        return HoconObject.Of(fields, field.KeyOrigin);

        HoconScalar Text(string text) => HoconScalar.String(text, field.Value.Origin);

        HoconArray List(IEnumerable<string> texts) => HoconArray.Of(texts.Select(Text), field.Value.Origin);

        HoconObject Mount(string source, string target, bool readOnly) => VoidEnvironment.Mount(source, target, readOnly, field.Value.Origin);
    }

    private static void RefuseTrigger(Section entrypoint)
    {
        if (entrypoint.Value("trigger") is { } trigger && VariantOf(trigger).Name is var kind && kind != "Startup")
        {
            entrypoint.Fault("trigger", trigger, kind is "Pipe" or "FileSocket"
                ? $"{kind}: a container of Helios starts with its fleet, on a schedule or by command; a message cannot start one yet"
                : $"'{kind}' is no trigger of clone_shim: Startup, Pipe, FileSocket");
        }
    }

    // The list is the whole argv. A first word without a slash is found at / by PATH, so that a program can still tell its entrypoint by it.
    private static (ImmutableArray<string> Command, string Place) Command(Section entrypoint, string entrypointName, string binary, ImmutableArray<string> trailing)
    {
        if (entrypoint.Value("args") is not { } value)
        {
            return ([binary], binary);
        }

        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        string? first = null;
        foreach (HoconValue item in value as IEnumerable<HoconValue> ?? [value])
        {
            string kind = VariantOf(item).Name;
            first ??= kind;
            switch (kind)
            {
                case "BinaryName":
                    words.Add(binary);
                    break;
                case "Entrypoint":
                    words.Add(entrypointName);
                    break;
                case "Trailing":
                    words.AddRange(trailing);
                    break;
                case "File" or "Pipe" or "FileSocket" or "TcpListener" or "Rpc":
                    entrypoint.Fault("args", item, $"{kind}: Helios cannot hand a descriptor to a container of a fleet yet");
                    break;
                case "Trigger":
                    entrypoint.Fault("args", item, "Trigger: there is no trigger whose message it could be");
                    break;
                default:
                    entrypoint.Fault("args", item, $"'{kind}' is no argument of clone_shim: BinaryName, Entrypoint, Trailing, File, Pipe, FileSocket, Trigger, TcpListener, Rpc");
                    break;
            }
        }

        if (first is not ("BinaryName" or "Entrypoint"))
        {
            entrypoint.Fault("args", value, "the first argument is the program's name: it must be BinaryName or Entrypoint");
        }

        return (words.DrainToImmutable(), first == "Entrypoint" ? "/" + entrypointName : binary);
    }

    /// <summary>A variant as serde writes it: a bare name, or an object of one field.</summary>
    internal static (string Name, HoconValue? Content) VariantOf(HoconValue value)
        => value switch
        {
            HoconScalar scalar => (scalar.Text, null),
            HoconObject { Count: 1 } fields => (fields[0].Key, fields[0].Value),
            _ => (HoconJsonWriter.Write(value, indented: false), null),
        };
}

using System.Collections.Immutable;
using System.Text;
using Helios.Hocon;
using Helios.Linux;
using Helios.Fleets;

namespace Helios.Cli;

/// <summary><c>helios spec</c>: checks fleet files and converts them between their formats, without a daemon.</summary>
internal sealed class SpecVerb : Verb
{
    private const string Standard = "-";

    private readonly CliOption _from = new("--from", ValueKind.Word, "What INPUT is; otherwise its name and its content tell")
    {
        Words = ["hocon", "json", "msgpack", "helios-container", "void"],
    };

    private readonly CliOption _to = new("--to", ValueKind.Word, "What OUTPUT is to be; otherwise its name tells") { Words = ["hocon", "json", "msgpack"] };

    private readonly CliOption _set = new(
        "--set", ValueKind.Text, "A value over INPUT, which must declare it overridable; binary and trailing of a void specification; repeatable")
    {
        ValueName = "PATH=VALUE",
    };

    internal SpecVerb()
        : base("spec", "Checks a fleet file, converts it between HOCON, JSON and MessagePack, or prints its JSON Schema")
        => Add([_from, _to, _set]);

    /// <inheritdoc/>
    internal override string Usage => "convert|check|schema [options] [INPUT [OUTPUT]]";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Words => ["convert", "check", "schema"];

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios spec check helios.hocon", "says nothing, or every fault with file and line"),
        new("helios spec convert helios.hocon helios.msgpack", "comments, includes and substitutions are resolved"),
        new("helios spec schema >fleet.schema.json", "for editors that check and complete JSON fleet files"),
        new("helios spec convert --to hocon <helios.json", "from standard input to standard output"),
        new("helios spec convert --set binary=/srv/echo spec.json echo.hocon", "a specification of clone_shim as a fleet"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        switch (rest)
        {
            case ["check"]:
            case ["check", _]:
                Read(options, rest.Length > 1 ? rest[1] : Standard);
                return 0;
            case ["schema"]:
                console.Output.Write(FleetSchema.ToJson());
                return 0;
            case ["convert"]:
            case ["convert", _]:
            case ["convert", _, _]:
                string output = rest.Length > 2 ? rest[2] : Standard;
                FleetFormat to = Target(options, output);
                Write(Read(options, rest.Length > 1 ? rest[1] : Standard), to, output, console);
                return 0;
            default:
                throw new CliException(rest.IsEmpty ? "missing subcommand: convert, check or schema" : $"'{rest[^1]}': write helios spec {Usage}");
        }
    }

    private HoconObject Read(OptionValues options, string input)
    {
        string? from = options.Word(_from);
        FleetFormat? format = from switch { "hocon" => FleetFormat.Hocon, "json" => FleetFormat.Json, "msgpack" => FleetFormat.MessagePack, _ => null };
        string name = input == Standard ? "standard input" : input;
        try
        {
            HoconObject root = input == Standard ? FleetEncoding.Read(StandardInput(), name, format, Path.GetFullPath(".")) : FleetEncoding.ReadFile(input, format);
            FleetForm form = from switch
            {
                "helios-container" => FleetForm.ContainerConfig,
                "void" => FleetForm.VoidSpecification,
                null => ForeignForms.FormOf(root),
                _ => FleetForm.Fleet,
            };
            (HoconObject fleet, ImmutableArray<FleetOverride> rest) = ForeignForms.ToFleet(root, form, name, [.. options.Each(_set, FleetOverride.Parse)]);
            return FleetFile.Bind(fleet, rest).Root;
        }
        catch (FleetFileException fault)
        {
            throw new CliException(string.Join("\n  ", fault.Lines));
        }
    }

    private FleetFormat Target(OptionValues options, string output)
        => options.Word(_to) switch
        {
            "hocon" => FleetFormat.Hocon,
            "json" => FleetFormat.Json,
            "msgpack" => FleetFormat.MessagePack,
            _ => FleetEncoding.FormatOf(output) ?? throw new CliException(output == Standard
                ? "say what standard output is to be: --to hocon, json or msgpack"
                : $"'{output}' does not end in .hocon, .conf, .json or .msgpack: say what it is to be with --to"),
        };

    private static void Write(HoconObject root, FleetFormat to, string output, CliConsole console)
    {
        byte[] bytes;
        try
        {
            bytes = FleetEncoding.Write(root, to);
        }
        catch (FleetFileException fault)
        {
            throw new CliException(string.Join("\n  ", fault.Lines));
        }

        if (output != Standard)
        {
            WriteFile(output, bytes);
            return;
        }

        using FileFd standard = FileFd.Borrow(1);
        if (to != FleetFormat.MessagePack)
        {
            console.Output.Write(Encoding.UTF8.GetString(bytes));
        }
        else if (Helios.Linux.Terminal.Is(standard))
        {
            throw new CliException("refusing to write MessagePack to a terminal; name OUTPUT or redirect stdout");
        }
        else
        {
            DescriptorIo.WriteAll(standard, bytes);
        }
    }

    // Whole or not at all: somebody may be reading the old one.
    private static void WriteFile(string output, byte[] bytes)
    {
        string part = output + ".part";
        try
        {
            File.WriteAllBytes(part, bytes);
            File.Move(part, output, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(Reason.At(output, error));
        }
    }

    private static byte[] StandardInput()
    {
        using Stream input = new StandardStream(0);
        using MemoryStream all = new();
        input.CopyTo(all);
        return all.ToArray();
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Helios.Control;

namespace Helios.Cli;

/// <summary>What completion scripts ask: names from the live daemon, one a line. Says nothing where none runs, starts none and never fails aloud.</summary>
internal sealed class LiveNamesVerb : Verb
{
    /// <summary>Its name, which no help shows.</summary>
    internal const string VerbName = "__complete";

    internal LiveNamesVerb()
        : base(VerbName, "Prints names for completion scripts")
        => Add([]);

    /// <inheritdoc/>
    internal override string Usage => "KIND [WORD...]";

    // The words are those of somebody's unfinished line: options too are nothing to complain about.
    /// <inheritdoc/>
    internal override bool TakesCommand => true;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new($"helios {VerbName} containers", "one name a line")];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (rest.IsEmpty || !Enum.TryParse(rest[0], ignoreCase: true, out LiveNames kind))
        {
            return CliException.OwnError;
        }

        try
        {
            using DaemonSession daemon = new(SocketOf(rest), starts: false);
            if (daemon.TryOpen() is { } client)
            {
                foreach (string name in Names(client, kind, rest).Distinct())
                {
                    console.Output.Write($"{name}\n");
                }
            }

            return 0;
        }
        catch (Exception silent) when (silent is IOException or ControlException or ProtocolException or CliException or Helios.Linux.SyscallException or JsonException)
        {
            return CliException.OwnError;
        }
    }

    private static IEnumerable<string> Names(ControlClient client, LiveNames kind, ImmutableArray<string> words)
    {
        ImmutableArray<ContainerLine> lines = client.Ask<Reply.Containers>(new Request.List(All: true)).Lines;
        return kind switch
        {
            LiveNames.Containers => lines.Select(static line => line.Name),
            LiveNames.Places => lines.Where(static line => line.IsUp).Select(static line => line.Name + ":"),
            LiveNames.Keys => Replicated(lines).Select(static key => key + "="),
            LiveNames.Members => lines.Select(static line => line.Name).Concat(Replicated(lines)).Concat(Groups(client.Ask<Reply.Tree>(new Request.GetTree()).Top)),
            LiveNames.Sessions => words.FirstOrDefault(word => lines.Any(line => line.Name == word)) is { } name ? Sessions(client, name) : [],
            _ => [],
        };
    }

    private static IEnumerable<string> Replicated(ImmutableArray<ContainerLine> lines)
        => lines.Where(static line => line.Key.Length > 0 && line.Key != line.Name).Select(static line => line.Key);

    private static IEnumerable<string> Groups(TreeLine node)
        => node.Children.SelectMany(Groups).Concat(node.Kind == "group" ? [node.Name] : Array.Empty<string>());

    private static List<string> Sessions(ControlClient client, string name)
    {
        using JsonDocument document = JsonDocument.Parse(client.Ask<Reply.Document>(new Request.Inspect(name)).Json);
        return [.. document.RootElement.GetProperty("sessions").EnumerateArray().Select(static session => session.GetProperty("name").GetString()!)];
    }

    private static string? SocketOf(ImmutableArray<string> words)
    {
        for (int i = 1; i < words.Length; i++)
        {
            if (words[i] == "--socket" && i + 1 < words.Length)
            {
                return words[i + 1] == "=" && i + 2 < words.Length ? words[i + 2] : words[i + 1];
            }

            if (words[i].StartsWith("--socket=", StringComparison.Ordinal))
            {
                return words[i]["--socket=".Length..];
            }
        }

        return null;
    }
}

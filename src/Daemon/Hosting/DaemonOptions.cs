using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.Namespaces;
using Helios.Control;
using Helios.Fleets;

namespace Helios.Daemon;

/// <summary>How the daemon was started.</summary>
internal sealed record DaemonOptions
{
    // As long as a timer can run, less a few days.
    private const int MostSeconds = 2_000_000;

    /// <summary>What <c>--help</c> prints.</summary>
    internal const string Help = """
        heliosd [options]

        Supervises containers and answers the helios command.

          --config FILE        the fleet file to begin with; read again on SIGHUP
          --set PATH=VALUE     a value over the fleet file; repeatable
          --socket PATH        the control socket (root: /run/helios/heliosd.sock, else $XDG_RUNTIME_DIR/helios/heliosd.sock)
          --state-dir DIR      what is remembered over a restart: which containers there are, what was wanted of them and how they
                               ended (root: /var/lib/helios, else ~/.local/state/helios; beside the socket when that is another)
          --forget             forget all of it and leave
          --group NAME         a group that may use the socket, beside root and the owner; it gets all of the daemon's rights
          --backend NAME       what containers run on that name no backend: namespaces (default), systemd-run, or simulated,
                               which starts nothing and only pretends
          --idle-exit SECONDS  leave when nobody is connected and there has been no container for so long
          --journal FILE       append every run that ends, for 'helios simulate --replay FILE'
          --ready-fd N         write a newline to this descriptor and close it when everything is ready
          --version, --help

        """;

    /// <summary>The fleet file; null without one.</summary>
    internal string? Config { get; init; }

    /// <summary>What is put over it.</summary>
    internal ImmutableArray<FleetOverride> Overrides { get; init; } = [];

    /// <summary>The control socket.</summary>
    internal string Socket { get; init; } = ControlPaths.Default();

    /// <summary>Where what outlives the daemon is kept; null is the place for this socket.</summary>
    internal string? StateDirectory { get; init; }

    /// <summary>Whether everything that was kept is to be forgotten, and nothing else is to be done.</summary>
    internal bool Forgets { get; init; }

    /// <summary>The group that may use it.</summary>
    internal string? Group { get; init; }

    /// <summary>The default backend.</summary>
    internal string Backend { get; init; } = NamespacesBackend.BackendName;

    /// <summary>How long it stays with nothing to do; null is for ever.</summary>
    internal TimeSpan? IdleExit { get; init; }

    /// <summary>Where every run that ends is recorded; null is nowhere.</summary>
    internal string? Journal { get; init; }

    /// <summary>The descriptor that is told when everything is ready.</summary>
    internal int? ReadyDescriptor { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">An option that is not there, or one without its value; the message is for the user.</exception>
    internal static DaemonOptions Parse(IReadOnlyList<string> words)
    {
        DaemonOptions options = new();
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == "--forget")
            {
                options = options with { Forgets = true };
                continue;
            }

            int equals = words[i].IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? words[i] : words[i][..equals];
            string value = equals >= 0 ? words[i][(equals + 1)..]
                : i + 1 < words.Count ? words[++i]
                : throw new FormatException($"{name}: a value must follow");
            options = name switch
            {
                "--config" or "-c" => options with { Config = FullPath(name, value) },
                "--set" => options with { Overrides = options.Overrides.Add(FleetOverride.Parse(value)) },
                "--socket" => options with { Socket = FullPath(name, value) },
                "--state-dir" => options with { StateDirectory = FullPath(name, value) },
                "--group" => options with { Group = value },
                "--journal" => options with { Journal = Path.GetFullPath(value) },
                "--backend" => options with { Backend = value },
                "--idle-exit" => options with { IdleExit = Seconds(value) },
                "--ready-fd" => options with { ReadyDescriptor = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int fd) ? fd : throw new FormatException($"{name}: '{value}' is not a descriptor") },
                _ => throw new FormatException($"{name}: no such option (heliosd --help lists them)"),
            };
        }

        return options is { Config: null, Overrides: not [] } ? throw new FormatException("--set: changes the fleet file; name one with --config") : options;
    }

    private static string FullPath(string name, string value) => value.Length > 0 ? Path.GetFullPath(value) : throw new FormatException($"{name}: '' is not a path");

    private static TimeSpan Seconds(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"--idle-exit: '{text}' is not a number of seconds from 0 to {MostSeconds}");
}

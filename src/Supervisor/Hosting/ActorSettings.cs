using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>The block <c>akka</c> of a fleet file: settings of the actor system, over Akka's defaults and the supervisor's.</summary>
/// <remarks>
/// It is read by Helios.Hocon, so faults have their place, and reaches Akka as JSON: Akka's own parser hangs on some files and ends the process at others, and
/// its readers take a missing or mistyped key for zero. So what Akka would not understand is refused here.
/// </remarks>
public sealed partial class ActorSettings
{
    private const string Top = "akka";

    // Its keys are paths of actors.
    private const string OpenBlock = "akka.actor.deployment";

    /// <summary>What the supervisor decides itself, and why.</summary>
    private static readonly Dictionary<string, string> s_own = new(StringComparer.Ordinal)
    {
        ["akka.scheduler.implementation"] = "the supervisor has a scheduler of its own, which timers depend on",
        ["akka.actor.provider"] = "actors of the supervisor are local; remoting and clusters are not part of heliosd",
        ["akka.loggers"] = "what Akka logs goes to the log of the host",
        ["akka.logger-formatter"] = "what Akka logs goes to the log of the host",
        ["akka.coordinated-shutdown.exit-clr"] = "the host decides when the process ends",
        ["akka.coordinated-shutdown.run-by-clr-shutdown-hook"] = "the host decides when the process ends",
    };

    private ActorSettings(Config config) => Config = config;

    /// <summary>No settings: the defaults.</summary>
    public static ActorSettings None { get; } = new(Config.Empty);

    internal Config Config { get; }

    /// <summary>Takes the block from a fleet file on disk; <see cref="None"/> when it has none.</summary>
    /// <exception cref="FleetFileException">The file cannot be read, or a key of the block is not one that Akka understands.</exception>
    public static ActorSettings Load(string path) => Of(FleetEncoding.ReadFile(path));

    /// <summary>Takes the block from the values of a fleet file.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static ActorSettings Of(HoconObject root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (!root.TryGetField(Top, out HoconValue? value))
        {
            return None;
        }

        List<HoconFault> faults = [];
        if (value is not HoconObject block)
        {
            throw new FleetFileException([new HoconFault(value.Origin, $"{Top}: must be a block in braces")]);
        }

        Check(block, Top, ConfigurationFactory.Default(), isOpen: false, faults);
        if (faults.Count > 0)
        {
            throw new FleetFileException([.. faults]);
        }

        string json = HoconJsonWriter.Write(HoconObject.Of([new(Top, block)]), indented: false);
        Config config = ConfigurationFactory.ParseString(json);
        Compare(block, Top, config, faults);
        return faults.Count == 0 ? new ActorSettings(config) : throw new FleetFileException([.. faults]);
    }

    /// <param name="block">What the file says.</param>
    /// <param name="path">Where.</param>
    /// <param name="known">Akka's own defaults, which have every key that means something.</param>
    /// <param name="isOpen">Whether names are free here.</param>
    /// <param name="faults">Gets what is wrong.</param>
    private static void Check(HoconObject block, string path, Config known, bool isOpen, List<HoconFault> faults)
    {
        foreach (HoconField field in block)
        {
            string key = $"{path}.{field.Key}";
            if (!PlainKey().IsMatch(field.Key))
            {
                faults.Add(new HoconFault(field.KeyOrigin, $"{key}: Akka reads only keys of letters, digits, - and _"));
            }
            else if (s_own.TryGetValue(key, out string? why))
            {
                faults.Add(new HoconFault(field.KeyOrigin, $"{key}: cannot be set: {why}"));
            }
            else if (isOpen)
            {
                CheckInside(field, key, known, isOpen: true, faults);
            }
            else if (!known.HasPath(key))
            {
                faults.Add(new HoconFault(field.KeyOrigin, $"{key}: Akka has no such key"));
            }
            else if (known.GetValue(key).IsObject())
            {
                CheckInside(field, key, known, key == OpenBlock || known.GetValue(key).GetObject().Items.Count == 0, faults);
            }
            else
            {
                CheckValue(field, key, known, faults);
            }
        }
    }

    private static void CheckInside(HoconField field, string key, Config known, bool isOpen, List<HoconFault> faults)
    {
        if (field.Value is HoconObject inner)
        {
            Check(inner, key, known, isOpen, faults);
        }
        else if (!isOpen)
        {
            faults.Add(new HoconFault(field.Value.Origin, $"{key}: must be a block in braces"));
        }
    }

    // Akka's readers throw at a value of another kind, or take it for zero, long after the file was accepted. Its default shows which kind it is.
    private static void CheckValue(HoconField field, string key, Config known, List<HoconFault> faults)
    {
        bool isList = known.GetValue(key).IsArray();
        if (field.Value is HoconArray != isList || field.Value is HoconObject || field.Value is HoconScalar { Kind: HoconKind.Null })
        {
            faults.Add(new HoconFault(field.Value.Origin, $"{key}: must be {(isList ? "a list" : "a single value")}"));
            return;
        }

        if (field.Value is not HoconScalar scalar)
        {
            return;
        }

        string usual = known.GetString(key) ?? "";
        string? wanted =
            IsSwitch(usual) && !IsSwitch(scalar.Text) ? "on or off"
            : IsNumber(usual) && !IsNumber(scalar.Text) && !Duration().IsMatch(scalar.Text) ? "a number"
            : Duration().IsMatch(usual) && !IsNumber(usual) && !Duration().IsMatch(scalar.Text) ? "a time such as 5s"
            : null;
        if (wanted is not null)
        {
            faults.Add(new HoconFault(scalar.Origin, $"{key}: '{scalar.Text}' must be {wanted}"));
        }
    }

    // The last word has Akka's parser itself: what it makes of a value must be the value.
    private static void Compare(HoconObject block, string path, Config config, List<HoconFault> faults)
    {
        foreach (HoconField field in block)
        {
            string key = $"{path}.{field.Key}";
            if (field.Value is HoconObject inner)
            {
                Compare(inner, key, config, faults);
            }
            else if (field.Value is HoconScalar scalar && config.GetString(key) != scalar.Text)
            {
                faults.Add(new HoconFault(scalar.Origin, $"{key}: Akka reads '{scalar.Text}' as '{config.GetString(key)}'; write it differently"));
            }
        }
    }

    private static bool IsSwitch(string text) => text is "on" or "off" or "true" or "false";

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z")]
    private static partial Regex PlainKey();

    [GeneratedRegex(@"^(infinite|\d+(\.\d+)?\s*(ns|us|ms|s|m|h|d|nanoseconds?|microseconds?|milliseconds?|seconds?|minutes?|hours?|days?)?)\z")]
    private static partial Regex Duration();
}

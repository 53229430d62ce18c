using System.Globalization;

namespace Helios.Fleets;

/// <summary>When a container that ended is started again.</summary>
public enum RestartMode
{
    /// <summary>Never.</summary>
    No,

    /// <summary>When it failed: a code other than 0, a signal, a launch that did not succeed.</summary>
    OnFailure,

    /// <summary>However it ended, and after a restart of the daemon too.</summary>
    Always,

    /// <summary>However it ended, unless an operator stopped it; that is remembered over a restart of the daemon.</summary>
    UnlessStopped,
}

/// <summary>A restart policy as users write it: <c>no</c>, <c>on-failure</c>, <c>on-failure:5</c>, <c>always</c>, <c>unless-stopped</c>.</summary>
/// <param name="Mode">When it is started again.</param>
/// <param name="MaxRetries">With <see cref="RestartMode.OnFailure"/>, how many failures in a row are retried, 1 or more; null is without end.</param>
public readonly record struct RestartPolicy(RestartMode Mode, int? MaxRetries = null)
{
    /// <summary>Never again.</summary>
    public static RestartPolicy No => new(RestartMode.No);

    /// <summary>After every failure.</summary>
    public static RestartPolicy OnFailure => new(RestartMode.OnFailure);

    /// <summary>Always.</summary>
    public static RestartPolicy Always => new(RestartMode.Always);

    /// <summary>Reads a policy.</summary>
    /// <exception cref="FormatException">Not one of the five forms.</exception>
    public static RestartPolicy Parse(string text)
    {
        string[] parts = text.Split(':');
        RestartMode? mode = parts[0] switch
        {
            "no" => RestartMode.No,
            "on-failure" => RestartMode.OnFailure,
            "always" => RestartMode.Always,
            "unless-stopped" => RestartMode.UnlessStopped,
            _ => null,
        };
        int retries = 0;
        bool counted = parts.Length == 2 && mode == RestartMode.OnFailure
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out retries) && retries > 0;
        return mode is { } known && (parts.Length == 1 || counted)
            ? new RestartPolicy(known, counted ? retries : null)
            : throw new FormatException($"'{text}' is not a restart policy: write no, on-failure, on-failure:N, always or unless-stopped");
    }

    /// <inheritdoc/>
    public override string ToString() => Mode switch
    {
        RestartMode.No => "no",
        RestartMode.OnFailure when MaxRetries is { } retries => string.Create(CultureInfo.InvariantCulture, $"on-failure:{retries}"),
        RestartMode.OnFailure => "on-failure",
        RestartMode.Always => "always",
        _ => "unless-stopped",
    };
}

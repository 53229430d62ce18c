using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Helios.Support.Beds;

/// <summary>Whether a bed boots on this machine, found by booting it for <c>true</c>: once a run, which all its test programs share.</summary>
/// <remarks>
/// <c>HELIOS_TEST_RUN</c> names the run's directory, which <c>test.sh</c> makes; a test program that is started alone is a run of its own. A bed
/// that boots here and fails later fails its tests.
/// </remarks>
internal static class BedTrial
{
    /// <summary>The variable with the run's directory.</summary>
    internal const string RunVariable = "HELIOS_TEST_RUN";

    private static readonly ConcurrentDictionary<string, Lazy<string?>> s_found = new();

    /// <summary>Why it does not boot; null when it does.</summary>
    /// <param name="bed">The bed's name.</param>
    /// <param name="boot">Boots it and answers why it did not.</param>
    internal static string? WhyNot(string bed, Func<string?> boot) => s_found.GetOrAdd(bed, name => new Lazy<string?>(() => OfRun(name, boot))).Value;

    /// <summary>Writes down, for the run's summary, that a bed was replaced by another.</summary>
    internal static void NoteReplacement(string bed, string by, string why)
    {
        if (TryFileOf("replaced-" + bed, out string? file))
        {
            File.WriteAllText(file, $"{bed} by {by}: {why}\n");
        }
    }

    private static string? OfRun(string bed, Func<string?> boot)
    {
        if (!TryFileOf("bed-" + bed, out string? file))
        {
            return boot();
        }

        if (!File.Exists(file))
        {
            string part = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(part, boot());
            File.Move(part, file, overwrite: true);
        }

        return File.ReadAllText(file) is { Length: > 0 } why ? why : null;
    }

    private static bool TryFileOf(string name, [NotNullWhen(true)] out string? file)
    {
        string? run = Environment.GetEnvironmentVariable(RunVariable);
        file = string.IsNullOrEmpty(run) ? null : Path.Join(run, name);
        return file is not null;
    }
}

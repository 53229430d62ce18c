using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>A container's fields as text, in the fleet file's spelling, so that two can be compared one by one.</summary>
internal static class MemberFields
{
    /// <summary>One field.</summary>
    /// <param name="Path">Its path below the container's key.</param>
    /// <param name="Value">Its value; null is unset.</param>
    /// <param name="NeedsNewRun">Whether a change takes a new run of the container; otherwise it applies to the running one.</param>
    internal readonly record struct Field(string Path, string? Value, bool NeedsNewRun);

    /// <summary>All fields, in a stable order.</summary>
    internal static ImmutableArray<Field> Of(MemberSpec member)
    {
        Collector fields = new();
        fields.Add("", ContainerFields.Table, member.Container);
        fields.Add("", SupervisionFields.Member, member);
        fields.Add("restart.", SupervisionFields.Restart, member.Restart);
        fields.Add("logs.", SupervisionFields.Logs, member.Logs);
        if (member.Logs.File is { } file)
        {
            fields.Add("logs.file.", SupervisionFields.LogFile, file);
        }

        if (member.Health is { } health)
        {
            fields.Live("health.probe", health.Probe.ToString());
            fields.Add("health.", SupervisionFields.Health, health);
        }

        fields.NewRun("readiness", member.Readiness.ToString());
        fields.NewRun("readiness.timeout", Text(member.Readiness.Timeout));
        OfCare(member, fields);
        return fields.Done();
    }

    private static void OfCare(MemberSpec member, Collector fields)
    {
        fields.Live("restart.intensity", member.Restart.Intensity?.ToString());
        foreach (DependencySpec dependency in member.Dependencies)
        {
            fields.Live($"{(dependency.Required ? "requires" : "after")}.{dependency.On}", $"{dependency.Condition.ToString().ToLowerInvariant()}, on-loss {dependency.OnLoss.ToString().ToLowerInvariant()}");
        }

        fields.Live("hooks.pre-start", member.Hooks.PreStart?.ToString());
        fields.Live("hooks.post-start", member.Hooks.PostStart?.ToString());
        fields.Live("hooks.pre-stop", member.Hooks.PreStop?.ToString());
        fields.Live("hooks.post-stop", member.Hooks.PostStop?.ToString());
        fields.Live("schedule", member.Schedule?.When.ToString());
        fields.Live("schedule.overlap", member.Schedule?.Overlap.ToString().ToLowerInvariant());
    }

    private static string? Text(TimeSpan? value) => value is { } span ? DurationText.Of(span) : null;

    private sealed class Collector
    {
        private readonly ImmutableArray<Field>.Builder _fields = ImmutableArray.CreateBuilder<Field>(64);

        internal void Add<T>(string prefix, FieldTable<T> table, T owner)
            => _fields.AddRange(table.TextsOf(owner).Select(field => new Field(prefix + field.Path, field.Value, !field.IsLive)));

        internal void NewRun(string path, string? value) => _fields.Add(new Field(path, value, true));

        internal void Live(string path, string? value) => _fields.Add(new Field(path, value, false));

        internal ImmutableArray<Field> Done() => _fields.DrainToImmutable();
    }
}

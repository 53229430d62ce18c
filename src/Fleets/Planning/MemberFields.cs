using System.Collections.Immutable;
using System.Globalization;
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
        OfContainer(member.Container, fields);
        fields.NewRun("backend", member.Backend);
        fields.NewRun("readiness", member.Readiness.ToString());
        fields.NewRun("readiness.timeout", Text(member.Readiness.Timeout));
        fields.NewRun("watchdog", Text(member.Watchdog));
        fields.NewRun("logs.ring", member.Logs.Ring.ToString());
        OfCare(member, fields);
        return fields.Done();
    }

    private static void OfContainer(ContainerSpec spec, Collector fields)
    {
        fields.NewRun("command", string.Join(' ', spec.Command.Select(Quoted)));
        fields.NewRun("root", spec.Root.Kind switch { RootKind.Host => "host", RootKind.Void => "void", _ => spec.Root.Path });
        fields.NewRun("ephemeral", Text(spec.Root.Ephemeral));
        fields.NewRun("read-only", Text(spec.Root.ReadOnly));
        fields.NewRun("mounts", spec.Mounts.IsEmpty ? null : string.Join(", ", spec.Mounts.Select(Text)));
        fields.NewRun("namespaces", spec.Namespaces.ToString().ToLowerInvariant());
        fields.NewRun("hostname", spec.HostName);
        fields.NewRun("domainname", spec.DomainName);
        fields.NewRun("workdir", spec.WorkingDirectory);
        foreach (KeyValuePair<string, string> variable in spec.Environment)
        {
            fields.NewRun($"environment.{variable.Key}", variable.Value);
        }

        fields.NewRun("user", spec.User?.ToString());
        fields.NewRun("groups", spec.Groups.IsEmpty ? null : string.Join(", ", spec.Groups));
        fields.NewRun("limits.memory", spec.Limits.Memory?.ToString());
        fields.NewRun("limits.swap", spec.Limits.Swap?.ToString());
        fields.NewRun("limits.cpus", spec.Limits.Cpus?.ToString());
        fields.NewRun("limits.cpuset", spec.Limits.CpuSet?.ToString());
        fields.NewRun("limits.cpu-weight", Text(spec.Limits.CpuWeight));
        fields.NewRun("limits.io-weight", Text(spec.Limits.IoWeight));
        fields.NewRun("limits.pids", Text(spec.Limits.Pids));
        fields.NewRun("rlimits", spec.Rlimits.IsEmpty ? null : string.Join(", ", spec.Rlimits));
        fields.NewRun("oom-score-adj", Text(spec.OomScoreAdjust));
        fields.NewRun("capabilities.add", spec.Security.CapabilitiesAdded.IsEmpty ? null : string.Join(", ", spec.Security.CapabilitiesAdded));
        fields.NewRun("capabilities.drop", spec.Security.CapabilitiesDropped.IsEmpty ? null : string.Join(", ", spec.Security.CapabilitiesDropped));
        fields.NewRun("no-new-privileges", Text(spec.Security.NoNewPrivileges));
        fields.NewRun("seccomp", spec.Security.Seccomp.ToString().ToLowerInvariant());
        fields.NewRun("unmasked", Text(spec.Security.Unmasked));
        fields.NewRun("terminal", Text(spec.Terminal));
        fields.Live("stop-signal", spec.StopSignal.ToString());
        fields.Live("stop-grace", Text(spec.StopGrace));
    }

    private static void OfCare(MemberSpec member, Collector fields)
    {
        fields.NewRun("group", member.Group);
        fields.Live("autostart", Text(member.AutoStart));
        fields.Live("essential", Text(member.Essential));
        fields.Live("remove-after-exit", Text(member.RemoveAfterExit));
        fields.Live("history", Text(member.History));
        fields.Live("restart.policy", member.Restart.Policy.ToString());
        fields.Live("restart.delay", Text(member.Restart.Delay));
        fields.Live("restart.factor", member.Restart.Factor.ToString(CultureInfo.InvariantCulture));
        fields.Live("restart.max-delay", Text(member.Restart.MaxDelay));
        fields.Live("restart.jitter", member.Restart.Jitter.ToString(CultureInfo.InvariantCulture));
        fields.Live("restart.reset-after", Text(member.Restart.ResetAfter));
        fields.Live("restart.intensity", member.Restart.Intensity?.ToString());
        foreach (DependencySpec dependency in member.Dependencies)
        {
            fields.Live($"{(dependency.Required ? "requires" : "after")}.{dependency.On}", $"{dependency.Condition.ToString().ToLowerInvariant()}, on-loss {dependency.OnLoss.ToString().ToLowerInvariant()}");
        }

        fields.Live("health.probe", member.Health?.Probe.ToString());
        fields.Live("health.interval", Text(member.Health?.Interval));
        fields.Live("health.timeout", Text(member.Health?.Timeout));
        fields.Live("health.retries", Text(member.Health?.Retries));
        fields.Live("health.start-period", Text(member.Health?.StartPeriod));
        fields.Live("health.on-unhealthy", member.Health?.OnUnhealthy.ToString().ToLowerInvariant());
        fields.Live("hooks.pre-start", member.Hooks.PreStart?.ToString());
        fields.Live("hooks.post-start", member.Hooks.PostStart?.ToString());
        fields.Live("hooks.pre-stop", member.Hooks.PreStop?.ToString());
        fields.Live("hooks.post-stop", member.Hooks.PostStop?.ToString());
        fields.Live("schedule", member.Schedule?.When.ToString());
        fields.Live("schedule.overlap", member.Schedule?.Overlap.ToString().ToLowerInvariant());
        fields.Live("logs.stdout", member.Logs.Output.ToString());
        fields.Live("logs.stderr", member.Logs.Error.ToString());
        fields.Live("logs.file.directory", member.Logs.File?.Directory);
        fields.Live("logs.file.max-size", member.Logs.File?.MaxSize.ToString());
        fields.Live("logs.file.max-age", Text(member.Logs.File?.MaxAge));
        fields.Live("logs.file.total", member.Logs.File?.Total.ToString());
    }

    private static string Text(MountSpec mount) => mount switch
    {
        MountSpec.Bind bind => $"{bind.Source}:{bind.Target}{(bind.ReadOnly ? ":ro" : "")}",
        MountSpec.Tmpfs tmpfs => $"tmpfs:{tmpfs.Target} size {tmpfs.Size?.ToString() ?? "default"} mode {Convert.ToString(tmpfs.Mode, 8)}",
        _ => mount.Target,
    };

    private static string Text(bool value) => value ? "true" : "false";

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(TimeSpan? value) => value is { } span ? DurationText.Of(span) : null;

    private static string Quoted(string word) => word.Length > 0 && !word.AsSpan().ContainsAny(' ', '"', '\n') ? word : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private sealed class Collector
    {
        private readonly ImmutableArray<Field>.Builder _fields = ImmutableArray.CreateBuilder<Field>(64);

        internal void NewRun(string path, string? value) => _fields.Add(new Field(path, value, true));

        internal void Live(string path, string? value) => _fields.Add(new Field(path, value, false));

        internal ImmutableArray<Field> Done() => _fields.DrainToImmutable();
    }
}

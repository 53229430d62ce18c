using System.Collections.Immutable;

namespace Helios.Hocon.Benchmarks;

/// <summary>The schema of the generated fleets.</summary>
internal static class FleetSchema
{
    internal enum Policy
    {
        Never,
        OnFailure,
        Always,
    }

    internal static HoconSchema<Restart> Restarts { get; } = HoconSchema.Define<Restart>("restart", "How a container is started again.", fields =>
    {
        HoconKey<Policy> policy = fields.Optional("policy", HoconTypes.Enum<Policy>(), Policy.OnFailure, "When.");
        HoconKey<TimeSpan> first = fields.Optional("first-delay", HoconTypes.Duration, TimeSpan.FromMilliseconds(250), "First wait.");
        HoconKey<TimeSpan> max = fields.Optional("max-delay", HoconTypes.Duration, TimeSpan.FromSeconds(30), "Longest wait.");
        return record => new Restart(record.Get(policy), record.Get(first), record.Get(max));
    });

    internal static HoconSchema<Health> Healths { get; } = HoconSchema.Define<Health>("health", "How health is asked.", fields =>
    {
        HoconKey<ImmutableArray<string>> command = fields.Required("command", HoconTypes.List(HoconTypes.String), "What is run.");
        HoconKey<TimeSpan> interval = fields.Optional("interval", HoconTypes.Duration, TimeSpan.FromSeconds(30), "How often.");
        HoconKey<TimeSpan> timeout = fields.Optional("timeout", HoconTypes.Duration, TimeSpan.FromSeconds(5), "How long.");
        return record => new Health(record.Get(command), record.Get(interval), record.Get(timeout));
    });

    internal static HoconSchema<Container> Containers { get; } = HoconSchema.Define<Container>("container", "One container.", fields =>
    {
        HoconKey<ImmutableArray<string>> command = fields.Required("command", HoconTypes.List(HoconTypes.String), "Program and arguments.");
        HoconKey<string> root = fields.Required("image-root", HoconTypes.String, "Root directory.");
        HoconKey<long> memory = fields.Optional("memory", HoconTypes.SizeLimit, 64 << 20, "Memory ceiling.");
        HoconKey<int> tasks = fields.Optional("tasks", HoconTypes.Int.Between(1, 65535), 512, "Most processes.");
        HoconKey<int> weight = fields.Optional("cpu-weight", HoconTypes.Int.Between(1, 10000), 100, "Processor share.");
        HoconKey<IReadOnlyDictionary<string, string>> environment = fields.Optional(
            "environment", HoconTypes.Map(HoconTypes.String), ImmutableDictionary<string, string>.Empty, "Environment.");
        HoconKey<ImmutableArray<string>> dependsOn = fields.Optional("depends-on", HoconTypes.List(HoconTypes.String), [], "What comes first.");
        HoconKey<Restart> restart = fields.Section("restart", Restarts, "Restarting.");
        HoconKey<Health?> health = fields.Optional("health", Healths.OrNull(), null, "Health.");
        return record => new Container(
            record.Get(command), record.Get(root), record.Get(memory), record.Get(tasks), record.Get(weight), record.Get(environment),
            record.Get(dependsOn), record.Get(restart), record.Get(health));
    });

    internal static HoconSchema<IReadOnlyDictionary<string, Container>> Fleet { get; } =
        HoconSchema.Define<IReadOnlyDictionary<string, Container>>("fleet", "A fleet.", fields =>
        {
            HoconKey<IReadOnlyDictionary<string, Container>> containers =
                fields.Required("containers", HoconTypes.Map(Containers), "The containers.");
            return record => record.Get(containers);
        });

    internal sealed record Restart(Policy Policy, TimeSpan FirstDelay, TimeSpan MaxDelay);

    internal sealed record Health(ImmutableArray<string> Command, TimeSpan Interval, TimeSpan Timeout);

    internal sealed record Container(
        ImmutableArray<string> Command,
        string Root,
        long MemoryBytes,
        int Tasks,
        int CpuWeight,
        IReadOnlyDictionary<string, string> Environment,
        ImmutableArray<string> DependsOn,
        Restart Restart,
        Health? Health);
}

using System.Collections.Immutable;

namespace Helios.Hocon.Tests.Binding;

/// <summary>A small fleet schema with one of everything.</summary>
internal static class SampleFleet
{
    internal enum Policy
    {
        No,
        OnFailure,
        Always,
    }

    internal static HoconSchema<Restart> RestartSchema { get; } = HoconSchema.Define<Restart>("restart", "How a container is started again.", fields =>
    {
        HoconKey<Policy> policy = fields.Optional("policy", HoconTypes.Enum<Policy>(), Policy.OnFailure, "When to start again.");
        HoconKey<TimeSpan> first = fields.Optional("first-delay", HoconTypes.Duration.AtLeast(TimeSpan.Zero), TimeSpan.FromMilliseconds(250), "Wait before the first retry.");
        HoconKey<TimeSpan> max = fields.Optional("max-delay", HoconTypes.Duration, TimeSpan.FromSeconds(30), "The wait doubles up to this ceiling.");
        return record => new Restart(record.Get(policy), record.Get(first), record.Get(max));
    }).Check(restart => restart.FirstDelay <= restart.MaxDelay ? [] : [("first-delay", "is longer than max-delay")]);

    internal static HoconSchema<Container> ContainerSchema { get; } = HoconSchema.Define<Container>("container", "One container.", fields =>
    {
        HoconKey<ImmutableArray<string>> command = fields.Required(
            "command",
            HoconTypes.ScalarOr(HoconTypes.String.As<ImmutableArray<string>>(line => [line]), HoconTypes.List(HoconTypes.String)),
            "The program and its arguments.");
        HoconKey<long?> memory = fields.Optional("memory", HoconTypes.SizeLimit.Between(1 << 20, 1L << 40).OrNull(), null, "Hard memory ceiling.");
        HoconKey<int> tasks = fields.Optional("tasks", HoconTypes.Int.Between(1, 65535), 512, "Most processes and threads.");
        HoconKey<double> weight = fields.Optional("weight", HoconTypes.Double, 1.5, "Share of the processor.");
        HoconKey<string> directory = fields.Optional("directory", HoconTypes.String.Where(Path.IsPathRooted, "must be absolute"), "/", "Working directory.");
        HoconKey<Uri?> probe = fields.Optional("probe", HoconTypes.String.As(text => new Uri(text)).OrNull(), null, "Address of the health probe.");
        HoconKey<IReadOnlyDictionary<string, string>> environment = fields.Optional(
            "environment", HoconTypes.Map(HoconTypes.String), new Dictionary<string, string>(), "Environment variables.");
        HoconKey<Restart> restart = fields.Section("restart", RestartSchema, "How it is started again.");
        HoconKey<bool> essential = fields.Optional("essential", HoconTypes.Boolean, false, "The fleet ends with it.");
        return record => new Container(
            record.Get(command), record.Get(memory), record.Get(tasks), record.Get(weight), record.Get(directory), record.Get(probe),
            record.Get(environment), record.Get(restart), record.Get(essential));
    });

    internal static HoconSchema<Group> GroupSchema { get; } = HoconSchema.Define<Group>("group", "Containers that live and die together.", fields =>
    {
        HoconKey<IReadOnlyDictionary<string, Container>> containers = fields.Optional(
            "containers",
            HoconTypes.Map(ContainerSchema, key => key.All(char.IsAsciiLetterLower) ? null : "is no container name; use lower-case letters"),
            new Dictionary<string, Container>(),
            "The containers, by name.");
        HoconKey<IReadOnlyDictionary<string, Group>> groups = fields.Optional(
            "groups", HoconTypes.Map(HoconTypes.Lazy(() => GroupSchema!, "group")), new Dictionary<string, Group>(), "Groups inside.");
        return record => new Group(record.Get(containers), record.Get(groups));
    });

    internal sealed record Restart(Policy Policy, TimeSpan FirstDelay, TimeSpan MaxDelay);

    internal sealed record Container(
        ImmutableArray<string> Command,
        long? Memory,
        int Tasks,
        double Weight,
        string Directory,
        Uri? Probe,
        IReadOnlyDictionary<string, string> Environment,
        Restart Restart,
        bool Essential);

    internal sealed record Group(IReadOnlyDictionary<string, Container> Containers, IReadOnlyDictionary<string, Group> Groups);
}

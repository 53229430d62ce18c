using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>The fleet's record as values.</summary>
internal static class FleetRecordDocument
{
    internal static HoconObject Write(FleetRecord record)
        => new HoconBlock()
            .Add("fleet", record.Values)
            .Add("source", record.SourcePath)
            .Add("overrides", HoconBlock.Words(record.Overrides.Select(static one => one.ToString())))
            .Add("form-overrides", HoconBlock.Words(record.FormOverrides.Select(static one => one.ToString())))
            .Add("replicas", HoconObject.Of(
                [.. record.Replicas.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new KeyValuePair<string, HoconValue>(pair.Key, HoconScalar.Number(pair.Value)))]))
            .Add("stopped", HoconBlock.Words(record.Stopped.Order().Select(static id => id.ToString())))
            .Add("max-event", record.MaxEvent)
            .ToObject();

    /// <exception cref="FormatException">A value makes no sense.</exception>
    internal static FleetRecord Read(HoconObject content)
    {
        RecordReader reader = new(content);
        return new FleetRecord
        {
            Values = reader.Block("fleet"),
            SourcePath = reader.Text("source"),
            Overrides = [.. reader.Texts("overrides").Select(FleetOverride.Parse)],
            FormOverrides = [.. reader.Texts("form-overrides").Select(FleetOverride.Parse)],
            Replicas = reader.Block("replicas") is { } replicas
                ? replicas.ToImmutableDictionary(static field => field.Key, field => new RecordReader(replicas).Count(field.Key))
                : ImmutableDictionary<string, int>.Empty,
            Stopped = [.. reader.Texts("stopped").Select(ContainerId.Parse)],
            MaxEvent = Math.Max(0, reader.Number("max-event") ?? 0),
        };
    }
}

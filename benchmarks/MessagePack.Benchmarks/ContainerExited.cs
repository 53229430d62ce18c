namespace Helios.MessagePack.Benchmarks;

/// <summary>A typical event: small, mostly numbers, sent by the thousand.</summary>
public sealed record ContainerExited(long Sequence, string Name, int ExitCode, long MemoryPeakBytes, double CpuSeconds, DateTime At)
{
    public static readonly MapFormatter<ContainerExited, Draft> Formatter = new(
        new Draft { Name = "" },
        d => new ContainerExited(d.Sequence, d.Name, d.ExitCode, d.MemoryPeakBytes, d.CpuSeconds, d.At),
        new(1, (ref w, m, o) => w.Write(m.Sequence), (ref r, ref d, o) => d.Sequence = r.ReadInt64()),
        new(2, (ref w, m, o) => w.Write(m.Name), (ref r, ref d, o) => d.Name = r.ReadString() ?? ""),
        new(3, (ref w, m, o) => w.Write(m.ExitCode), (ref r, ref d, o) => d.ExitCode = r.ReadInt32()),
        new(4, (ref w, m, o) => w.Write(m.MemoryPeakBytes), (ref r, ref d, o) => d.MemoryPeakBytes = r.ReadInt64()),
        new(5, (ref w, m, o) => w.Write(m.CpuSeconds), (ref r, ref d, o) => d.CpuSeconds = r.ReadDouble()),
        new(6, (ref w, m, o) => w.Write(m.At), (ref r, ref d, o) => d.At = r.ReadDateTime()));

    public static ContainerExited Typical { get; } = new(
        918273, "web-1", 137, 256L << 20, 81.25, new DateTime(2026, 11, 22, 3, 0, 0, DateTimeKind.Utc).AddTicks(1234567));

    public record struct Draft
    {
        public long Sequence { get; set; }
        public string Name { get; set; }
        public int ExitCode { get; set; }
        public long MemoryPeakBytes { get; set; }
        public double CpuSeconds { get; set; }
        public DateTime At { get; set; }
    }
}
